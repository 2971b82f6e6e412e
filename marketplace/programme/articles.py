"""Where each article of the notice and each field of its form has its place: page (endpoint) and test.

A test walks this table: no article may be missing, every endpoint and every test must exist.
"""

from dataclasses import dataclass

CHECKS, COURSE, FORM = "programme/test_checks.py", "programme/test_course.py", "programme/test_papers.py"
PILOTS, PAGES, STATES = "programme/test_pilots.py", "programme/test_pages.py", "programme/test_states.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A passage of the notice; ``tests`` read file::name under tests/."""

    key: str
    text: str
    pages: tuple[str, ...]
    tests: tuple[str, ...]


def _article(key: str, text: str, page: str, *tests: str) -> Article:
    return Article(key=key, text=text, pages=tuple(page.split()), tests=tests)


_WHOLE = f"{COURSE}::test_round_runs_from_application_to_list"
_TARGETS = f"{PILOTS}::test_tracker_sets_facts_against_the_promises"
_LISTS = f"{PILOTS}::test_lists_are_published_as_editions_without_rare_rows"
_RECORDS = f"{PILOTS}::test_records_count_until_they_are_withdrawn"
_PAPER = f"{FORM}::test_paper_has_every_field_of_the_form"
_LIMITS = f"{CHECKS}::test_limit_is_kept_at_the_character"
_MISSING = f"{CHECKS}::test_missing_chapter_is_named"

NOTICE = (
    _article(
        "通知一",
        "明确细分行业，可选目录以外",
        "programme_applications.edit_part",
        f"{CHECKS}::test_industry_outside_the_catalogue_needs_a_reason",
    ),
    _article("通知二", "创建主体、竞争性评审、公示、名单", "programme.board", _WHOLE),
    _article(
        "通知二 截止",
        "逾期不予受理",
        "programme_applications.submit",
        f"{COURSE}::test_late_submission_is_refused_with_the_time",
    ),
    _article(
        "通知二 纸质",
        "一式五份",
        "programme_office.paper",
        f"{COURSE}::test_initial_review_wants_a_note_where_it_departs_from_the_data",
    ),
)
ANNEX_1 = (
    _article("附件1 一（一）", "指导思想：县级负责", "programme.index", _WHOLE),
    _article("附件1 一（二）", "工作目标：样本县、基本覆盖", "programme_pilots.show", _TARGETS),
    _article(
        "附件1 二（一）",
        "试点企业、问题清单、场景清单",
        "programme_work.enterprises programme_work.draft_list",
        _LISTS,
        f"{PILOTS}::test_firm_is_proposed_decided_and_published",
    ),
    _article("附件1 二（二）", "N+X 应用场景", "programme_work.work taxonomy.county_marks", _LISTS),
    _article(
        "附件1 二（三）",
        "行业平台和产业大脑",
        "programme_records.records connector_api.list_connector_progress",
        _RECORDS,
        f"{PILOTS}::test_connector_tells_progress_with_an_etag",
    ),
    _article("附件1 二（四）", "创新服务中心、付费形式", "programme_records.records module_form.edit", _RECORDS),
    _article("附件1 二（五）", "企业样本、看样学样", "programme_pilots.show", _TARGETS),
    _article("附件1 二（六）", "总承包、合同范本、监理验收、典型经验", "programme_records.records", _RECORDS),
    _article("附件1 二（七）", "要素支撑体系", "programme_records.records", _RECORDS),
    _article(
        "附件1 三（一）",
        "创建主体为县（市、区）人民政府",
        "programme_applications.government_opinion",
        f"{COURSE}::test_submission_needs_the_government_and_the_declaration",
    ),
    _article(
        "附件1 三（二）",
        "产值 100 亿元、山区县 50 亿元，集聚、占比",
        "programme_office.screening",
        f"{CHECKS}::test_output_counts_against_the_condition_of_the_county",
        f"{CHECKS}::test_output_below_the_condition_names_the_rule",
    ),
    _article(
        "附件1 三（三）",
        "改造基础、意愿、推广能力",
        "programme_office.screening",
        f"{COURSE}::test_application_that_fails_a_condition_does_not_qualify",
    ),
    _article(
        "附件1 三（四）",
        "五个体系、作战图和时间表",
        "programme_applications.edit_part programme_work.work",
        f"{CHECKS}::test_bad_value_is_told_beside_its_field",
    ),
    _article(
        "附件1 四（一）",
        "省级组织、发布目录",
        "programme.create programme.publish taxonomy.county_scenarios",
        f"{COURSE}::test_published_rules_do_not_change",
    ),
    _article(
        "附件1 四（二）",
        "编制方案、设区市审核意见",
        "programme_applications.city_opinion",
        f"{COURSE}::test_city_returns_with_reasons_and_the_county_hands_in_again",
    ),
    _article(
        "附件1 四（三）",
        "初审、竞争性评审、倾斜、公示、名单",
        "programme_office.screen programme_office.competition programme_office.propose programme_office.publish",
        _WHOLE,
        f"{COURSE}::test_tie_at_the_cut_is_decided_by_people_with_a_reason",
        f"{COURSE}::test_upheld_objection_moves_the_next_county_up_and_is_noticed_again",
        "browser/test_programme_round.py::test_round_from_its_rules_to_the_published_list",
    ),
    _article(
        "附件1 四（四）",
        "创建期两年、验收、样本县",
        "programme_records.acceptance programme_pilots.show",
        f"{STATES}::test_pilot_runs_through_its_last_day",
        f"{PILOTS}::test_county_that_passes_becomes_a_sample",
    ),
)
ANNEX_3 = (
    _article("附件3 封面", "申报单位、细分行业、推荐单位", "programme_applications.finalise", _PAPER),
    _article(
        "附件3 编制说明一",
        "由县（市、区）人民政府组织编写",
        "programme_applications.start",
        f"{COURSE}::test_county_has_one_application_a_round",
    ),
    _article(
        "附件3 编制说明二",
        "聚焦一个重点细分行业",
        "programme_applications.edit_part",
        f"{CHECKS}::test_industry_outside_the_catalogue_needs_a_reason",
    ),
    _article(
        "附件3 编制说明三",
        "纸质与电子一致",
        "documents.finding",
        f"{FORM}::test_code_on_the_paper_leads_to_verification",
    ),
    _article(
        "附件3 编制说明四",
        "对真实性负责",
        "programme_applications.submit",
        f"{COURSE}::test_submission_needs_the_government_and_the_declaration",
    ),
    _article("附件3 编制说明五", "A4 双面", "programme_applications.finalise", f"{FORM}::test_paper_is_a4"),
    *(
        _article(f"附件3 申报表 {name}", name, "programme_applications.edit_part", _PAPER, *tests)
        for name, tests in (
            ("申报主体", ()),
            ("联系人", ()),
            ("联系电话", ()),
            ("试点行业名称", ()),
            ("工业总产值", ()),
            ("规上工业产值", ()),
            ("中小企业数量", ()),
            ("中小企业数量占比", ()),
            ("绩效目标", (_LIMITS,)),
            ("试点内容及任务", (_LIMITS,)),
            ("政策支持", (_LIMITS,)),
        )
    ),
    _article(
        "附件3 申报表 县（市、区）人民政府意见",
        "盖章",
        "programme_applications.government_opinion",
        _PAPER,
        f"{COURSE}::test_seal_of_an_older_text_does_not_count",
    ),
    _article(
        "附件3 申报表 设区市意见",
        "盖章",
        "programme_applications.city_opinion",
        _PAPER,
        f"{COURSE}::test_return_without_reasons_is_refused",
    ),
    _article("附件3 指南一", "基础条件", "programme_applications.edit_part", _MISSING),
    _article(
        "附件3 指南二", "试点目标，可考核", "programme_applications.edit_part programme_work.work", _MISSING, _TARGETS
    ),
    _article("附件3 指南三", "试点任务及实施内容", "programme_applications.edit_part", _MISSING),
    _article("附件3 指南四", "保障措施", "programme_applications.edit_part", _MISSING),
    _article(
        "附件3 指南五",
        "附件材料：企业（项目）清单",
        "programme_applications.edit_part",
        f"{CHECKS}::test_cells_pasted_from_a_spreadsheet_are_read",
        _PAPER,
    ),
)
ARTICLES = (*NOTICE, *ANNEX_1, *ANNEX_3)
