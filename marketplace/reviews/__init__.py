"""Expert reviews: panels without conflicts of interest, individual scores, consensus, minutes.

Generic over what is judged: a list's applications, a county's plan, an acceptance (``subject_kind``, ``subject_id``).

Public doors for other areas
- ``conflicts.PartyFacts`` and ``conflicts.conflicts(facts_a, facts_b)`` are pure values in, values out: declared and
  derived conflicts (body, credit code, partnership, past employment). Also for supervisors against both sides.
- ``criteria.Scheme`` (criteria with weights and minimum scores, questions of pass / fail / discretionary) and
  ``ranking.rank_candidates`` / ``ranking.cut`` (shared places, ties at the cut, a tilt as its own column) are pure.
- ``services.open_review(session, *, actor, review, now)`` sets up a ``ReviewIn`` with its scheme and candidates.
- ``panel.add_member``, ``panel.declare``, ``panel.remove_member``, ``panel.complete_panel``; ``services.start_scoring``
  (checks declarations and conflicts, assigns), ``scoring.save_sheet``, ``scoring.submit_sheet`` (irreversible),
  ``services.close_scoring``, ``scoring.record_consensus``, ``services.conclude_review``, ``services.cancel_review``.
  The pages under ``/reviews`` do all of it; areas usually only open a review and read its outcome.
- ``queries.load_outcome(session, *, review_id)`` → ``Outcome``: ranked candidates with scores, questions and places,
  only once the review is concluded; ``queries.load_progress`` for boards.
- ``access.load_seen(session, *, actor, review_id)`` → the review with the actor's seat; to strangers it does not exist.
- ``experts.profile_of`` / ``experts.save_profile``: what a person states about work, bodies and holdings.
- ``papers.minutes_issue``, ``papers.sheets_issue`` → ``documents.paper.Issue`` for minutes and score sheets.
"""
