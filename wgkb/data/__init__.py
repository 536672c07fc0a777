"""What a knowledge base knows beside its records: its data files, and what it remembers."""
