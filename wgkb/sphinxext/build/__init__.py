"""What happens from the first file read to the published folder, in Sphinx's events."""
