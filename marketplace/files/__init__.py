"""Uploads: checked by content, kept outside the web root under their digest, given out to those who may see them.

Public doors for other areas
- ``services.attach_file(session, *, actor, store, upload, subject_kind, subject_id, is_public=False, now)``: check,
  scan, keep and note a file of something; ``services.remove_file`` takes it off again.
- ``queries.load_files(session, *, subject_kind, subject_ids)`` → files by subject id, one statement;
  ``queries.load_file``; ``queries.used_bytes``.
- ``process.file_store()`` gives views the store of the running process; ``process.uploads("field")`` reads a form.
- An area states who may read its files by adding ``{"kind": reader}`` to the application's service ``FILE_READERS``
  (``reader(session, viewer_actor_or_none, subject_id) -> bool``); without a reader only the uploader's body may.
"""
