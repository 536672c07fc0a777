"""Importers: what was written elsewhere, as pages of the knowledge base.

An IRC log becomes a minutes page in steps, each a pure function in a module of its own:

===============  ==========================================================
``text``         bytes → the lines of the log, all of them
``messages``     lines → who said what and when, whatever program wrote it
``events``       messages → what they mean to MeetBot
``meetbot``      events → minutes, as MeetBot would have written them
``textminutes``  lines of MeetBot's text minutes → minutes
``page``         minutes → a MyST page
===============  ==========================================================

A log is hostile input: nothing in it may stop the import, get lost from the record that is
kept, or act as markup on the page.
"""
