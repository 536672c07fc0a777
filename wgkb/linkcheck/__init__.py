"""Links that leave the site: collecting them, asking them, remembering the answers.

* :mod:`~wgkb.graph.links` — every link of the records and where it stands;
* :mod:`~wgkb.linkcheck.checker` — what a server says about one address, politely;
* :mod:`~wgkb.linkcheck.verdicts` — what the answers mean for a link;
* :mod:`~wgkb.files.link_status` — the file in which they are kept between runs;
* :mod:`~wgkb.files.link_moves` — where whole hosts of OpenStack have moved to.
"""
