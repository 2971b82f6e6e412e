"""Every operation of reviews for programs, in the order of the description."""

from flask_openapi3.blueprint import APIBlueprint

from marketplace.reviews.api import bp as reviews_api
from marketplace.reviews.judging_api import bp as judging_api
from marketplace.reviews.run_api import bp as review_runs_api

REVIEW_APIS: tuple[APIBlueprint, ...] = (
    reviews_api,
    review_runs_api,
    judging_api,
)
