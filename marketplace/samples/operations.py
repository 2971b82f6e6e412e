"""Every operation of samples, in the order in which they are described."""

from flask_openapi3.blueprint import APIBlueprint

from marketplace.samples.api import bp as samples_api
from marketplace.samples.copies_api import bp as copies_api
from marketplace.samples.marks_api import bp as marks_api

SAMPLE_OPERATIONS: tuple[APIBlueprint, ...] = (samples_api, copies_api, marks_api)
