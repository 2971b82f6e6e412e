"""Recommended-contractor lists: call, sealed applications, review, public notice, editions that anybody can verify."""
