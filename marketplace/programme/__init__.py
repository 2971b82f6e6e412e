"""The pilot-county programme: rounds, applications, judging, two years, acceptance.

Public doors for other areas
- ``queries.rounds.list_rounds`` / ``load_round``; ``queries.pilots.list_pilots`` (state, targets, facts of several
  pilots in a fixed number of statements), ``load_pilot``; ``tracking.Tracker`` are values to draw dashboards from.
- ``wording.count_words(text)`` counts 字数 as Word does; ``rules.flags_on(county, day=…)`` says whether a county is on
  the mountain or island list on a day.
- ``services.listing.publish_list`` begins the two years of every listed county; the notice, the review and the papers
  are those of ``notices``, ``reviews`` and ``documents``.
"""
