"""Rows of reference data: scenarios, industries, counties, and a county's own marks."""

from tests.permissions.matrix import Row, values

INDUSTRY, SCENARIO, COUNTY = values(catalog_no=24), values(code="energy"), values(code="330603")
NO_MARKS = "e3b0c44298fc1c14"  # What the page of an industry without marks carries.

ROWS = {
    "scenario_pages.scenarios": Row(),
    "scenario_pages.scenario": Row(own=SCENARIO),
    "industry_pages.industries": Row(),
    "industry_pages.industry": Row(own=INDUSTRY),
    "taxonomy.suggest": Row(),
    "taxonomy.county_scenarios": Row(),
    "taxonomy.county_marks": Row(own=INDUSTRY),
    "taxonomy.save_county_marks": Row(own=INDUSTRY, data=values(**{"marks-energy": "N", "seen": NO_MARKS})),
    "taxonomy_api.list_scenarios": Row(),
    "taxonomy_api.get_scenario": Row(own=SCENARIO),
    "taxonomy_api.list_industries": Row(),
    "taxonomy_api.get_industry": Row(own=INDUSTRY),
    "taxonomy_api.list_suggestions": Row(),
    "taxonomy_api.list_counties": Row(),
    "taxonomy_api.get_county": Row(own=COUNTY),
}
