"""Drafts: what people typed and have not handed in, saved as they go and merged when two windows wrote.

Public doors for other areas
- ``services.form_key(kind, object_id=…, user_id=…)`` names a person's unsaved form of a thing; ``keep_form`` saves what
  was typed, ``find_draft`` brings it back, ``forget_draft`` ends it once the form was handed in.
- ``services.rebase_form`` puts a form together with what somebody else saved meanwhile; ``clashes_of`` and
  ``settle_clashes`` are for the page where a person chooses; ``pages.merge_page`` renders it.
- ``pages.told`` answers the script that saves while somebody types (``data-autosave`` on the form).
"""
