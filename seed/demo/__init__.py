"""The demonstration: an invented county's two workbooks, the judged collection, one person per role."""
