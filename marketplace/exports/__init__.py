"""Everything public as tables for spreadsheets and programs."""
