"""Public notices (公示) in working days, objections and their answers: generic over what is noticed.

Public doors for other areas (lists, programme, acceptances; ``subject_kind`` and ``subject_id`` name their thing)
- ``services.publish_notice(session, *, actor, notice, now)`` freezes a ``NoticeIn`` (title, lead, facts, items, days,
  subject_url) and opens the notice; days are counted by the official calendar, a year without data is refused.
- ``queries.load_standing(session, *, subject_kind, subject_id, now)`` → ``Standing``: the state of the newest notice
  with open objections and changes that are due over the whole chain of restarts; ``standing.is_clear`` is the word
  that allows a decision.
- ``services.settle_notice(session, *, actor, subject_kind, subject_id, now)`` is called in the transaction of the
  decision: it locks, raises ``NoticeNotClearError`` unless clear, and closes the door for late objections.
- ``services.restart_notice(session, *, actor, change, now)`` takes a ``ChangeIn`` (facts before and after, the items
  that changed, the objections that it answers) and opens a new notice for what changed.
- ``services.withdraw_notice`` ends one without a decision. ``objections.file_objection``,
  ``objections.answer_objection``, ``objections.withdraw_objection`` serve the pages here; areas rarely call them.
- ``calendar.WorkCalendar``, ``add_working_days``, ``count_working_days``, ``notice_period`` are pure;
  ``queries.load_calendar(session)`` gives the stored calendar, ``services.store_calendar_year`` writes a year.
"""
