"""One enterprise as the engine sees it, apart from all candidates."""
