"""The roles of the domain."""
