"""The matrix route × role × ownership, generated from the application's URL map.

Every page route and every API operation needs at least one row. A row stands in ``rows_<area>.py`` beside this file;
every such file is found by its name, nothing has to be registered. It holds

- ``ROWS``: endpoint → :class:`~tests.permissions.matrix.Row`, or a tuple of rows when one route does several things;
- where the area needs objects that the world does not have yet, ``build(world)``: write them through services with
  ``world.database`` and name them by ``world.ids["thing"] = …``. What belongs to one role only is named
  ``"thing:county"``; ``ids(thing_id="thing")`` then finds each role's own. ``world.people[role]`` acts for the own
  body of each role (``world.py`` says which), ``world.strangers`` acts for other bodies.

A public page without an object is ``Row()``. A page with an object of one's own and a stranger's reads::

    ROWS = {
        "lists.show": Row(own=ids(list_id="list"), other=ids(list_id="other_list"), reaches_other={Role.PROVINCE}),
        "lists.publish": Row(own=ids(list_id="list"), data=values(seen_version="1"), ok=303),
    }

From such a row come these checks: anonymous visitors are led to sign in (pages) or answered 401 (API); roles without
the permission get 403; the own object answers ``ok`` (200 for reading, 303 for a form; say it when it differs); a
stranger's object, one that does not exist and an impossible id are 404; a request of another site is refused; refused
requests and reading write nothing; an API operation that writes wants a token that may write.
"""
