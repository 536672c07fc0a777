"""Where the exports are, from the root of the site.

Pages link to them; the modules that write them load libraries that a build with nothing to
write does not need.
"""

RECORDS, SCHEMA = "api/v1/records.json", "api/v1/records.schema.json"
NEEDS = "api/v1/needs.json"
TABLE = "api/v1/{}.csv"
"""The table of one record type."""
SUPPORT_MATRIX = "support-matrix.ini"
CALENDAR = "meetings.ics"
"""All meetings."""
CALENDARS = "calendars"
"""The folder of the calendars of single series."""
MEETINGS_FEED, CHANGES_FEED = "meetings.atom", "changes.atom"
