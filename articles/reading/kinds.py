"""What kind of piece an article is, by its title block (reference, Kind and organ): the near misses are news."""

import re

from articles.model import Kind

_ORGAN = r"(?:政协|人大|人民代表大会|政府|国务院|法院|检察院|纪委|监委|党委|[省市区县州盟旗]委)"
_OFFICE = r"局|厅|委员会|办公室|总队|支队|管委会|中心|发改委|卫健委|国资委"
_DEPARTMENT = rf"[\u4e00-\u9fff]{{2,}}(?:{_OFFICE})"
_WORDS = r"(?:综述|纪实|回眸|回顾|盘点|巡礼|掠影|扫描|总结|亮点|成绩单|答卷)"
_YEAR = r"(?:(?:19|20)\d\d年?|二[〇○零][〇○零一二三四五六七八九]{2}年?|过去一年|一年来|这一年|全年|年度)"

_REPORT_END = r"(?:[（(][^（）()]*[)）]|摘要|摘登|全文)?$"
_REPORT = re.compile(rf"(?:{_ORGAN}|政府).*工作报告{_REPORT_END}|^工作报告$")
_COMMITTEE = re.compile(rf"(?:常务委员会|常委会).*工作报告{_REPORT_END}")
_TERM = re.compile(rf"(?:五年|本届|[一二三四五六七八九十]+届).*(?:{_WORDS}|工作报告)")
_ACCOUNT = re.compile(rf"{_WORDS}(?:[（(][^（）()]*[)）])?(?:[①-⑳]|之[一二三四五六七八九十]+)?$")
_PLACE_WIDE = re.compile(r"(?:全|我)(?:国|省|市|区|县|州).*(?:工作|发展)|经济社会发展")
#: Meetings, agendas, resolutions, speeches, appointments: news about an account, not the account.
_NEAR_MISS = re.compile(
    r"开幕|闭幕|召开|举行|议程|日程|决议|决定|任免|任命|讲话|致辞|审议|讨论|听取|表决|通过|名单|公告|会见|解读|热议|侧记|座谈|起草|征求意见|学习贯彻|说明"
    r"|(?<!会议上)(?<!大会上)的(?:政府)?工作报告|作[^，。]{0,12}工作报告|读懂|图解|聚焦|关注|热词|数说|解码|划重点|建议|提案工作|共商国是"
    r"|政府工作报告(?:提出|指出|明确|里的|中的|点赞)"
)
#: A line of a title block is shorter.
_LONGEST = 200
_SPACE = re.compile(r"\s+")


def _given(line: str) -> Kind | None:
    """The kind a line of the title block shows by itself: a report given to a session."""
    if _NEAR_MISS.search(line):
        return None
    if _COMMITTEE.search(line):
        return "summary.committee"
    return "summary.report" if _REPORT.search(line) else None


def _written(lines: list[str]) -> Kind | None:
    """The kind of a newspaper's own account: a word for accounts ends a line, and the block names a body or a year."""
    block = "".join(lines)
    if not any(map(_ACCOUNT.search, lines)) or _NEAR_MISS.search(lines[0]):
        return None
    if re.search(_ORGAN, block):
        return "summary.term" if _TERM.search(block) else "summary.account" if re.search(rf"{_YEAR}|工作|履职", block) else None
    if re.search(_DEPARTMENT, block):
        return "summary.department" if re.search(_YEAR, block) else None
    return "summary.account" if re.search(_YEAR, block) and _PLACE_WIDE.search(block) else None


def kind(kicker: str | None, title: str | None, subtitle: str | None) -> Kind:
    """The kind by the title block alone: `other` without a title, `news` where nothing says it is an account."""
    if not title:
        return "other"
    lines = [_SPACE.sub("", line)[:_LONGEST] for line in (title, kicker, subtitle) if line]
    given = next((found for line in lines if (found := _given(line))), None)
    return given or _written(lines) or "news"
