"""Links that leave the site: collecting them, asking them, remembering the answers.

* :mod:`~wgkb.linkcheck.links` — every link of the records and where it stands;
* :mod:`~wgkb.linkcheck.asking` — what a server says about one address, politely;
* :mod:`~wgkb.linkcheck.verdicts` — what the answers mean for a link;
* :mod:`~wgkb.linkcheck.memory` — the file in which they are kept between runs;
* :mod:`~wgkb.linkcheck.moves` — where whole hosts of OpenStack have moved to.
"""
