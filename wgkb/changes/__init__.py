"""What a change does to the records, between any two revisions."""
