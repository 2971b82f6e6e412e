"""The maturity assessment (数字化水平评测): its editions as data, an enterprise's answers, level and report.

Public doors for other areas
- ``queries.find_latest(session, enterprise_id, purpose=…)`` → the newest concluded assessment, or None.
- ``queries.latest_levels(session, enterprise_ids=…)`` → level by enterprise, one statement, for figures of an area.
- ``scheme.load_scheme(edition)``, ``scoring.assess(scheme, answers)``, ``lifting.lift(scheme, answers)``: pure.
Nothing here enters the ranking: a result only suggests scenarios, which the enterprise may put on its list itself.
"""
