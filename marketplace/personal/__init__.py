"""What the platform keeps of a person: told whole on request, and removed on request, the journal untouched.

- ``policies`` says of every table that names a person what happens to its rows; a test finds columns left out.
- ``export.personal_data(session, user_id=…)`` returns everything as plain values.
- ``removal.remove_person(session, user_id=…, actor=…, now=…)`` takes away whatever is the person's own. Their number
  stays where they decided or filed something, and stands for nobody any more.
"""
