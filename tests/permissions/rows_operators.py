"""Rows of what the operator's programs do about bodies and modules, and a county's about marks."""

from tests.permissions.matrix import Row, both, ids, values

DUPLICATE, VERSION = ids(organisation_id="duplicate"), ids(version_id="version")
PROVIDER = ids(provider_id="waiting_provider")
FIRM, NO_FIRM = ids(supervisor_id="waiting_firm"), ids(supervisor_id="other_provider")
INDUSTRY = values(catalog_no=24)

ROWS = {
    "organisations_api.list_organisations": Row(),
    "organisations_api.get_organisation": Row(own=DUPLICATE),
    "organisations_api.put_name": Row(
        own=DUPLICATE, data=values(name="虚构更名有限公司", reason="营业执照已更名", version=1)
    ),
    "organisations_api.post_merger": Row(
        own=DUPLICATE, data=both(ids(kept_id="enterprise"), values(merge_reason="同一家登记了两次"))
    ),
    "provider_confirmations_api.list_waiting_providers": Row(),
    "provider_confirmations_api.get_provider_confirmation": Row(own=PROVIDER),
    "provider_confirmations_api.post_provider_confirmation": Row(own=PROVIDER),
    "supervisor_confirmations_api.list_waiting_supervisors": Row(),
    "supervisor_confirmations_api.get_supervisor_confirmation": Row(own=FIRM, other=NO_FIRM),
    "supervisor_confirmations_api.post_supervisor_confirmation": Row(own=FIRM, other=NO_FIRM),
    "module_reviews_api.list_module_reviews": Row(),
    "module_reviews_api.get_module_review": Row(own=VERSION),
    "module_reviews_api.post_module_acceptance": Row(
        own=VERSION, data=both(ids(edit="version_edit"), values(scenarios=["energy"]))
    ),
    "module_reviews_api.post_module_rejection": Row(
        own=VERSION, data=both(ids(edit="version_edit"), values(reason="请写清价格"))
    ),
    "module_reviews_api.post_module_removal": Row(own=ids(module_id="module"), data=values(reason="资料与实际不符")),
    "scenario_marks_api.get_scenario_marks": Row(own=INDUSTRY),
    "scenario_marks_api.patch_scenario_marks": Row(own=INDUSTRY, data=values(marks={"energy": "N"})),
}
