"""Fields: labels tied, errors said at the field and at the top, nothing typed lost."""

from bs4 import BeautifulSoup

from tests.web.design_samples import broken_form, filled_form, one, render, styleguide

FORMS = '{% import "components/forms.html" as forms %}'


def test_every_control_of_the_styleguide_has_a_label() -> None:
    page = BeautifulSoup(styleguide(), "html.parser")
    labelled = {label["for"] for label in page.find_all("label", attrs={"for": True})}

    unlabelled = [
        tag
        for tag in page.find_all(["input", "select", "textarea"])
        if tag.get("type") != "hidden" and tag.get("id") not in labelled and tag.find_parent("label") is None
    ]

    assert unlabelled == []


def test_every_description_of_the_styleguide_exists() -> None:
    page = BeautifulSoup(styleguide(), "html.parser")
    ids = {tag["id"] for tag in page.find_all(id=True)}

    missing = [
        one
        for tag in page.select("[aria-describedby]")
        for one in str(tag["aria-describedby"]).split()
        if one not in ids
    ]

    assert missing == []


def test_text_with_nested_name_is_sent_with_hyphens() -> None:
    form = filled_form(problems=[{"text": "停台靠喊"}])

    field = render(FORMS + '{{ forms.text(form, "problems.0.text", "难题") }}', form=form).input

    assert field is not None
    assert (field["name"], field["id"], field["value"]) == ("problems-0-text", "f-problems-0-text", "停台靠喊")


def test_text_with_error_is_marked_and_described() -> None:
    page = render(FORMS + '{{ forms.text(form, "code", "统一社会信用代码", hint="18 位") }}', form=broken_form())

    assert page.input is not None
    assert page.input["aria-invalid"] == "true"
    assert page.input["aria-describedby"] == "f-code-hint f-code-error"
    assert one(page, "#f-code-error").get_text() == "少了 11 位，应是 18 位"


def test_text_with_markup_typed_is_escaped() -> None:
    form = filled_form(name='"><img src=x>')

    page = render(FORMS + '{{ forms.text(form, "name", "企业名称") }}', form=form)

    assert page.find("img") is None
    assert page.input is not None
    assert page.input["value"] == '"><img src=x>'


def test_password_typed_is_never_sent_back() -> None:
    form = filled_form(password="open sesame")

    page = render(FORMS + '{{ forms.text(form, "password", "密码", type="password") }}', form=form)

    assert "open sesame" not in str(page)


def test_textarea_beginning_with_an_empty_line_keeps_it() -> None:
    html = str(render(FORMS + '{{ forms.textarea(form, "name", "说明") }}', form=filled_form(name="\n第二行")))

    assert ">\n\n第二行</textarea>" in html


def test_textarea_with_most_does_not_cut_what_is_typed() -> None:
    page = render(FORMS + '{{ forms.textarea(form, "reason", "理由", most=800) }}', form=filled_form(reason="字" * 900))

    assert page.textarea is not None
    assert "maxlength" not in page.textarea.attrs
    assert page.textarea["data-count"] == "800"
    assert len(page.textarea.get_text().strip()) == 900


def test_select_with_number_chosen_as_text_marks_it() -> None:
    page = render(
        FORMS + '{{ forms.select(form, "people", "人数", [(320, "320 人"), (32, "32 人")]) }}', form=filled_form()
    )

    assert [option.get_text() for option in page.find_all("option", selected=True)] == ["320 人"]


def test_select_with_groups_keeps_them() -> None:
    source = FORMS + '{{ forms.select(form, "county", "县", [("绍兴市", [("330603", "柯桥区")])]) }}'

    page = render(source, form=filled_form())

    assert page.optgroup is not None
    assert page.optgroup["label"] == "绍兴市"
    assert one(page, "option[selected]").get_text() == "柯桥区"


def test_radios_first_option_carries_the_id_that_the_summary_links_to() -> None:
    source = (
        FORMS
        + '{{ forms.error_summary(form) }}{{ forms.radios(form, "size", "规模", [("small", "小"), ("medium", "中")]) }}'
    )

    page = render(source, form=broken_form())

    assert page.find("a", href="#f-size") is not None
    assert one(page, "#f-size")["value"] == "small"
    assert page.legend is not None


def test_checkboxes_with_one_value_that_holds_another_ticks_only_itself() -> None:
    source = FORMS + '{{ forms.checkboxes(form, "payment", "付款", [("once", "一次性"), ("on", "按使用")]) }}'

    page = render(source, form=filled_form(payment="once"))

    assert [box["value"] for box in page.find_all("input", checked=True)] == ["once"]


def test_checkbox_when_nothing_was_sent_is_not_ticked() -> None:
    page = render(FORMS + '{{ forms.checkbox(form, "secret", "保密") }}', form=filled_form())

    assert page.find("input", checked=True) is None


def test_error_summary_is_announced_and_counts() -> None:
    page = render(FORMS + "{{ forms.error_summary(form) }}", form=broken_form())

    assert page.div is not None
    assert page.div["role"] == "alert"
    assert "有 3 处需要改" in page.get_text()


def test_error_summary_of_the_whole_form_is_not_a_link() -> None:
    form = filled_form()
    form.field_errors = {"form": ["名单已被别人改过"]}

    page = render(FORMS + "{{ forms.error_summary(form) }}", form=form)

    assert page.find("a") is None
    assert "名单已被别人改过" in page.get_text()


def test_error_summary_without_errors_is_empty() -> None:
    assert render(FORMS + "{{ forms.error_summary(form) }}", form=filled_form()).get_text(strip=True) == ""


def test_post_button_carries_its_fields() -> None:
    page = render(FORMS + '{{ forms.post_button("发布名单", "/publish", fields=[("version", 7)]) }}')

    assert page.form is not None
    assert page.form["method"] == "post"
    assert one(page, "input[name=version]")["value"] == "7"
