"""The auditor's pages: search the journal, read an entry as it was written, and compute the chain again.

``queries.search_journal`` filters by kind, object and day; an auditor of an area sees what concerns its bodies.
"""
