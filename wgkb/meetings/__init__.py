"""Time: series and their slots, meetings in order, and the logs beside their pages."""
