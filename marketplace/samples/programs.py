"""Every operation of samples for programs, in the order of the description."""

from flask_openapi3.blueprint import APIBlueprint

from marketplace.samples.api import bp as samples_api
from marketplace.samples.copies_api import bp as copies_api
from marketplace.samples.marks_api import bp as marks_api

SAMPLE_APIS: tuple[APIBlueprint, ...] = (samples_api, copies_api, marks_api)
