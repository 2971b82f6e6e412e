"""Pages of saved searches."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.search.asking import usable_index
from marketplace.search.presentation import describe
from marketplace.search.process import search_node
from marketplace.search.saved import (
    Question,
    TooManyHitsError,
    address_of,
    delete_saved,
    load_own,
    load_saved,
    save_search,
    set_alerts,
)
from marketplace.search.views import read_question
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state

bp = Blueprint("saved_searches", __name__, template_folder="templates")


@bp.get("/search/saved")
@requires(Permission.SIGNED_IN)
def listed() -> str:
    """List a person's saved searches."""
    return render_template("search/saved.html", saved=load_saved(read_session(), actor=actor()))


@bp.post("/search/saved")
@requires(Permission.SIGNED_IN)
def create() -> Response:
    """Keep the question of the form, with alerts."""
    wanted = read_question()
    question = Question(wanted=wanted, label=describe(read_session(), wanted=wanted))
    index = usable_index(state().database, read_session(), node=search_node())
    with transaction() as session:
        saved = save_search(session, actor=actor(), question=question, now=now())
        try:
            set_alerts(session, actor=actor(), saved_id=saved.id or 0, on=True, index=index, now=now())
        except TooManyHitsError as error:
            flash(error.message, "warn")
    return redirect(url_for("saved_searches.listed"), code=303)


@bp.get("/search/saved/<int:saved_id>")
@requires(Permission.SIGNED_IN)
def follow(saved_id: int) -> Response:
    """Lead to the results of a saved search."""
    return redirect(address_of(load_own(read_session(), actor=actor(), saved_id=saved_id)), code=303)


@bp.post("/search/saved/<int:saved_id>/alerts")
@requires(Permission.SIGNED_IN)
def switch(saved_id: int) -> Response:
    """Switch alerts on or off."""
    load_own(read_session(), actor=actor(), saved_id=saved_id)
    index = usable_index(state().database, read_session(), node=search_node())
    with transaction() as session:
        on = request.form.get("on") == "true"
        set_alerts(session, actor=actor(), saved_id=saved_id, on=on, index=index, now=now())
    return redirect(url_for("saved_searches.listed"), code=303)


@bp.post("/search/saved/<int:saved_id>/delete")
@requires(Permission.SIGNED_IN)
def delete(saved_id: int) -> Response:
    """Forget a saved search."""
    with transaction() as session:
        delete_saved(session, actor=actor(), saved_id=saved_id)
    return redirect(url_for("saved_searches.listed"), code=303)
