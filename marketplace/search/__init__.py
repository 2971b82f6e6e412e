"""Search over everything public: documents, the node's own index, pages, API and saved searches.

The only area that touches ``search_index``. What becomes searchable is listed in ``sources``; each node follows the
change log by a cursor of its own.
"""
