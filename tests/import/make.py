#!/usr/bin/env python3
"""Makes the manuscripts beside it: Word files of python-docx and of LibreOffice, saved pages, articles of WeChat, Markdown.

Tests read the files and need neither; `python3 tests/import/make.py` makes them anew, with python-docx 1.2 and, for
those that LibreOffice writes, `soffice` on the path. All texts, people and trials are invented.
"""

import pathlib
import shutil
import struct
import subprocess
import tempfile
import zlib

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

HERE = pathlib.Path(__file__).parent
W = nsdecls("w")
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def xml(text):
    return parse_xml(text)


def png(width, height, shade):
    rows = b"".join(b"\0" + bytes((shade + x + y) % 256 for x in range(width)) for y in range(height))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def save(document, name):
    document.save(HERE / f"{name}.docx")


def bold(document, text, centred=False):
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


QUIZ = [
    ("1. 关于这项虚构研究的主要终点，下列哪项正确？", ["A. 未达到", "B. 达到", "C. 没有报告"], "答案：B", "解析：虚构的PFS差异有统计学意义。"),
    ("2. 下列哪些是次要终点？（多选）", ["A. 总生存期", "B. 客观缓解率", "C. 发表年份"], "答案：A、B", "解析：见方法。"),
]


def quiz(document):
    for question, choices, answer, why in QUIZ:
        document.add_paragraph(question)
        for choice in choices:
            document.add_paragraph(choice)
        document.add_paragraph(answer)
        document.add_paragraph(why)


def headings():
    d = docx.Document()
    d.add_heading("放疗联合示例药物延长PFS（虚构）", 0)
    d.add_heading("本文精要", 1)
    p = d.add_paragraph()
    p.add_run("主要终点达到。").bold = True
    p.add_run("虚构的DEMO-7研究里，中位PFS为9.9个月对7.1个月，HR=0.61，95%CI 0.46~0.81，双侧P<0.001。")
    d.add_paragraph("安全性可控。", style="List Bullet")
    d.add_paragraph("总生存期未成熟。", style="List Bullet")
    d.add_heading("研究简介", 1)
    d.add_heading("研究背景", 2)
    d.add_paragraph("局部晚期肿瘤的放疗常与药物联合。本研究（DEMO-7，虚构）为演示而设。")
    d.add_heading("研究结果", 2)
    d.add_paragraph("总生存期未见差异（HR=0.90，95%CI 0.70~1.16，双侧P=0.42）。")
    d.add_heading("亚组", 3)
    d.add_paragraph("各亚组方向一致。")
    d.add_heading("专家点评", 1)
    d.add_paragraph("点评专家：示例专家甲")
    d.add_paragraph("1. 先看主要终点。PFS差异明确。")
    d.add_paragraph("2. 总生存期需要更长的随访。")
    d.add_heading("学后练习", 1)
    quiz(d)
    d.add_heading("参考文献", 1)
    d.add_paragraph("[1] Example A, et al. An invented trial of radiotherapy. Demo J, 2025. doi:10.5555/demo.2025.07.")
    d.add_paragraph("[2] Example B. Another invented paper. Demo J, 2024. PMID: 12345678.")
    d.add_heading("原文链接", 1)
    d.add_paragraph("https://doi.org/10.5555/demo.2025.07")
    d.add_paragraph()
    d.add_heading("本期制作", 1)
    d.add_paragraph("文章解读：示例专家乙")
    d.add_paragraph("内容审核：示例专家甲")
    d.add_paragraph("通讯员：一位没有登记的人")
    d.add_paragraph("利益冲突：无")
    save(d, "headings")


def results():
    d = docx.Document()
    d.add_heading("虚构研究DEMO-9：联合组延长PFS", 0)
    d.add_heading("研究结果", 1)
    d.add_paragraph("患者随机分入SBRT+示例药物组（n=85）和示例药物组（n=92），均为虚构。")
    d.add_paragraph(
        "SBRT+示例药物组中位OS为15.8个月，示例药物组为12.3个月（HR=0.77，95%CI 0.57~1.04，双侧P=0.09）。"
        "中位PFS：SBRT+示例药物组9.2个月，示例药物组5.5个月。"
    )
    d.add_paragraph("PFS的差异有统计学意义（HR=0.55，95%CI 0.40~0.75，双侧P<0.001）。两组的ORR为38%和9%。")
    d.add_paragraph("SBRT+示例药物组与示例药物组的疾病控制率分别为75.3%和44.6%。")
    save(d, "results")


def whole():
    """A manuscript as an editor gets it: all parts of an issue, a table, a figure without words, a remark in the margin."""
    d = docx.Document()
    d.add_heading("放疗联合示例药物延长无进展生存期：虚构研究DEMO-12", 0)
    d.add_heading("本文精要", 1)
    p = d.add_paragraph()
    p.add_run("主要终点达到。").bold = True
    p.add_run("虚构的DEMO-12研究里，联合组的中位PFS为9.9个月，单药组为7.1个月。")
    d.add_paragraph("总生存期的差异没有统计学意义。", style="List Bullet")
    d.add_paragraph("客观缓解率更高。", style="List Bullet")
    d.add_heading("研究简介", 1)
    d.add_heading("研究背景", 2)
    d.add_paragraph("局部晚期肿瘤的放疗常与药物联合。研究、药物和数字都为演示而虚构。")
    d.add_heading("研究方法", 2)
    d.add_paragraph("患者随机分入联合组（n=102）和单药组（n=102）。主要终点为PFS。")
    d.add_heading("研究结果", 2)
    d.add_paragraph("联合组中位PFS为9.9个月，单药组为7.1个月（HR=0.61，95%CI 0.46~0.81，双侧P<0.001）。")
    d.add_paragraph("联合组中位OS为18.4个月，单药组为17.0个月（HR=0.90，95%CI 0.70~1.16，双侧P=0.42）。")
    rows = [("终点", "联合组", "单药组"), ("客观缓解", "46/102（45.1%）", "31/102（30.4%）"), ("3级以上不良反应", "21.6%", "19.6%")]
    table = d.add_table(rows=len(rows), cols=3)
    for row, cells in zip(table.rows, rows):
        for cell, text in zip(row.cells, cells):
            cell.text = text
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "curve.png"
        path.write_bytes(png(64, 48, 0))
        d.add_picture(str(path))
    d.add_heading("专家点评", 1)
    d.add_paragraph("点评专家：示例专家甲")
    d.add_paragraph("1. 主要终点的差异明确，区间不跨过1。")
    p = d.add_paragraph()
    run = p.add_run("2. 总生存期需要更长的随访。")
    d.add_comment(run, text="随访多久？请点评专家补一句。", author="示例编辑", initials="编")
    d.add_heading("学后练习", 1)
    quiz(d)
    d.add_heading("参考文献", 1)
    d.add_paragraph("[1] Example A, et al. An invented trial of radiotherapy. Demo J, 2025. doi:10.5555/demo.2025.12.")
    d.add_heading("原文链接", 1)
    d.add_paragraph("https://doi.org/10.5555/demo.2025.12")
    d.add_heading("本期制作", 1)
    d.add_paragraph("文章解读：示例专家乙")
    d.add_paragraph("内容审核：示例专家甲")
    d.add_paragraph("利益冲突：无")
    save(d, "whole")


def bold_lines():
    d = docx.Document()
    bold(d, "示例期刊速读：一项虚构的Ⅱ期研究", centred=True)
    d.add_paragraph("示例编辑部　整理").alignment = WD_ALIGN_PARAGRAPH.CENTER
    bold(d, "一、本文精要")
    d.add_paragraph("客观缓解率45%（虚构）。")
    bold(d, "二、研究简介")
    bold(d, "（一）背景")
    d.add_paragraph("（1）第一点，虚构。")
    d.add_paragraph("（2）第二点，虚构。")
    bold(d, "（二）结果")
    p = d.add_paragraph("ORR为")
    p.add_run("45%").bold = True
    p.add_run("，")
    p.add_run("P").italic = True
    p.add_run("=0.03。")
    bold(d, "三、专家点评：示例专家甲")
    bold(d, "1. 样本量小")
    d.add_paragraph("样本量只有60例（虚构），区间很宽。")
    bold(d, "2. 没有对照")
    d.add_paragraph("单臂研究不能比较。")
    bold(d, "四、学后练习")
    d.add_paragraph("1. 这项研究有几个臂？")
    d.add_paragraph("A. 一个　B. 两个　C. 三个　D. 四个")
    d.add_paragraph("正确答案：A")
    bold(d, "五、参考文献")
    d.add_paragraph("1. Example C. An invented single-arm study. Demo J, 2025.")
    save(d, "bold")


def tables():
    d = docx.Document()
    d.add_heading("表格示例（虚构）", 0)
    d.add_heading("研究结果", 1)
    d.add_paragraph("表1 基线特征")
    t = d.add_table(rows=4, cols=4)
    rows = [["特征", "试验组", "", "合计"], ["男性", "40", "80%", "40|50"], ["ECOG 0~1", "50", "100%", "50"], ["", "续", "3*", "_x_"]]
    for row, cells in zip(t.rows, rows):
        for cell, text in zip(row.cells, cells):
            cell.text = text
    t.cell(0, 1).merge(t.cell(0, 2))
    t.cell(2, 0).merge(t.cell(3, 0))
    d.add_paragraph("注：*P<0.05，**P<0.01。")
    inner = d.add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "外"
    nested = inner.cell(0, 1).add_table(rows=2, cols=2)
    for at, text in enumerate(["内1", "内2", "内3", "内4"]):
        nested.cell(at // 2, at % 2).text = text
    d.add_paragraph("表格之后。")
    frame = d.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "只有一格的表格是一个框。"
    save(d, "tables")


def pictures():
    d = docx.Document()
    d.add_heading("图片示例（虚构）", 0)
    d.add_heading("研究结果", 1)
    d.add_paragraph("下面两幅图。")
    with tempfile.TemporaryDirectory() as folder:
        for at, (name, alt, caption) in enumerate(
            [("a", "虚构的生存曲线：两组分开", "图1　生存曲线（虚构）"), ("b", None, "图2　研究流程（虚构）")]
        ):
            path = pathlib.Path(folder) / f"{name}.png"
            path.write_bytes(png(64 + at, 48, 40 * at))
            picture = d.add_picture(str(path))
            described = picture._inline.find(qn("wp:docPr"))
            described.set("name", f"Picture {at}")
            if alt:
                described.set("descr", alt)
            d.add_paragraph(caption, style="Caption")
    p = d.add_paragraph("图片之后，")
    p._p.append(
        xml(
            f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">'
            '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>文本框里的话。</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>'
            "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>文本框里的话。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    d.add_paragraph("缺失的图：")._p.append(
        xml(
            f'<w:r {W} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<w:drawing><a:blip r:embed="rId999"/></w:drawing></w:r>'
        )
    )
    save(d, "pictures")


def equations():
    d = docx.Document()
    d.add_heading("公式示例（虚构）", 0)
    d.add_heading("研究方法", 1)
    run = lambda text: f"<m:r><m:t>{text}</m:t></m:r>"
    fraction = f"<m:f><m:num>{run('a+b')}</m:num><m:den>{run('c')}</m:den></m:f>"
    formulas = [
        f"{run('BED=nd')}<m:d><m:e>{run('1+')}<m:f><m:num>{run('d')}</m:num><m:den>{run('α/β')}</m:den></m:f></m:e></m:d>",
        f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>{run('≥')}{fraction}",
        f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{run('i=1')}</m:sub><m:sup>{run('n')}</m:sup><m:e>{run('x')}</m:e></m:nary>",
        f"<m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/><m:e>{run('剂量')}</m:e></m:rad>",
        f"<m:groupChr><m:e>{run('未知的式子xyz')}</m:e></m:groupChr>",
    ]
    for at, formula in enumerate(formulas):
        p = d.add_paragraph(f"式{at + 1}：")
        p._p.append(xml(f"<m:oMath {M} {W}>{formula}</m:oMath>"))
        p.add_run("，虚构。")
    d.add_paragraph("价格$5和$10不是公式。")
    save(d, "equations")


def changes():
    d = docx.Document()
    d.add_heading("修订示例（虚构）", 0)
    d.add_heading("研究结果", 1)
    p = d.add_paragraph("中位PFS为")
    who = 'w:author="示例编辑" w:date="2025-01-01T00:00:00Z"'
    p._p.append(xml(f'<w:del {W} w:id="1" {who}><w:r><w:delText>8.8</w:delText></w:r></w:del>'))
    p._p.append(xml(f'<w:ins {W} w:id="2" {who}><w:r><w:t>9.9</w:t></w:r></w:ins>'))
    p.add_run("个月。")
    q = d.add_paragraph("这一段的结尾被删去，")
    q._p.get_or_add_pPr().append(xml(f'<w:rPr {W}><w:del w:id="3" {who}/></w:rPr>'))
    d.add_paragraph("与下一段相连。")
    p = d.add_paragraph("移动：")
    p._p.append(xml(f'<w:moveFrom {W} w:id="4" {who}><w:r><w:t>旧位置的话</w:t></w:r></w:moveFrom>'))
    p = d.add_paragraph("到这里：")
    p._p.append(xml(f'<w:moveTo {W} w:id="5" {who}><w:r><w:t>旧位置的话</w:t></w:r></w:moveTo>'))
    d.element.body.insert(-1, xml(f'<w:ins {W} w:id="6" {who}><w:p><w:r><w:t>整段插入。</w:t></w:r></w:p></w:ins>'))
    save(d, "changes")


def comments():
    d = docx.Document()
    d.add_heading("批注示例（虚构）", 0)
    d.add_heading("研究结果", 1)
    p = d.add_paragraph("中位PFS为")
    run = p.add_run("9.9个月")
    d.add_comment(run, text="请核对：原文是9.9还是9.8？", author="示例审核", initials="SH")
    p.add_run("。")
    q = d.add_paragraph()
    d.add_comment(q.add_run("这一句要不要删？"), text="建议删去。\n或者移到讨论。", author="示例编辑", initials="BJ")
    save(d, "comments")


def symbols():
    d = docx.Document()
    d.add_heading("符号示例（虚构）", 0)
    d.add_heading("研究方法", 1)
    p = d.add_paragraph("年龄")
    p._p.append(xml(f'<w:r {W}><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'))
    p.add_run("18岁，血小板")
    p._p.append(xml(f'<w:r {W}><w:sym w:font="Symbol" w:char="F0A3"/></w:r>'))
    p.add_run("300×10")
    p.add_run("9").font.superscript = True
    p.add_run("/L，")
    typed = p.add_run("ab")
    typed.font.name = "Symbol"
    p.add_run("受体，面积5 cm")
    p.add_run("2").font.superscript = True
    p.add_run("，CO")
    p.add_run("2").font.subscript = True
    p._p.append(xml(f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Webdings" w:char="F031"/></w:r>'))
    d.add_paragraph("剂量为３５ Gy／５次，放\u00ad射\u00ad治\u00ad疗，见\u00a0图\u200b1。")
    q = d.add_paragraph("前")
    q._p.append(xml(f'<w:r {W}><w:noBreakHyphen/><w:t>后</w:t><w:softHyphen/><w:tab/><w:t>制表</w:t></w:r>'))
    hidden = d.add_paragraph("看得见。").add_run("看不见的话。")
    hidden.font.hidden = True
    d.add_paragraph("# 不是标题；> 不是引用")
    d.add_paragraph("> 65岁者")
    d.add_paragraph("2. 手工的编号")
    d.add_paragraph("- 手工的短线")
    d.add_paragraph("a*b*c、_下划线_、`反引号`、[方括号](x)、<b>尖括号</b>、|竖线|、~~波浪~~、\\反斜杠、&amp;")
    d.add_paragraph("    四个空格开头")
    d.add_paragraph(":::note")
    d.add_paragraph("===")
    save(d, "symbols")


def numbering():
    d = docx.Document()
    part = d.part.numbering_part.element
    levels = lambda *forms: "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, start) in enumerate(forms)
    )
    kinds = {
        "90": levels(("chineseCounting", "%1、", 1)),
        "91": levels(("decimal", "%1.", 3), ("bullet", "•", 1)),
        "92": levels(("upperLetter", "%1.", 1)),
        "93": levels(("decimal", "%1.", 1), ("decimal", "%1.%2", 1)),
    }
    first = part.find(qn("w:num"))
    for number, content in kinds.items():
        first.addprevious(xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{content}</w:abstractNum>'))
        part.append(xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))

    def counted(text, number, level=0, style=None):
        p = d.add_paragraph(text, style=style)
        p._p.get_or_add_pPr().append(
            xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )
        return p

    d.add_heading("编号示例（虚构）", 0)
    field = lambda instruction, result: [
        f'<w:r {W}><w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r {W}><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>',
        f'<w:r {W}><w:fldChar w:fldCharType="separate"/></w:r>',
        f"<w:r {W}><w:t>{result}</w:t></w:r>",
        f'<w:r {W}><w:fldChar w:fldCharType="end"/></w:r>',
    ]
    toc = d.add_paragraph()
    for piece in field('TOC \\o "1-3"', "目录的一行　1"):
        toc._p.append(xml(piece))
    counted("研究简介", "90", style="Heading 1")
    counted("入组标准", "91")
    counted("年龄不限", "91", 1)
    counted("排除标准", "91")
    d.add_paragraph("中间一段。")
    counted("治疗", "91")
    counted("一级", "93")
    counted("二级", "93", 1)
    p = d.add_paragraph("见")
    for piece in field("REF _Ref1 \\h", "图1"):
        p._p.append(xml(piece))
    p.add_run("，共")
    for piece in field("NUMPAGES", "12"):
        p._p.append(xml(piece))
    p.add_run("页，")
    for piece in field('HYPERLINK "https://example.org/demo"', "示例链接"):
        p._p.append(xml(piece))
    p.add_run("。")
    d.add_paragraph("内容控件：")._p.append(
        xml(f"<w:sdt {W}><w:sdtPr/><w:sdtContent><w:r><w:t>控件里的话</w:t></w:r></w:sdtContent></w:sdt>")
    )
    counted("学后练习", "90", style="Heading 1")
    d.add_paragraph("第1题：哪一项是虚构的？")
    for choice in ["都不是", "都是"]:
        counted(choice, "92")
    d.add_paragraph("答案：B")
    d.sections[0].header.paragraphs[0].text = "页眉：示例期刊"
    d.sections[0].footer.paragraphs[0].text = "页脚：第1页"
    save(d, "numbering")


FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style><style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style></office:automatic-styles>
<office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>示例编辑</dc:creator><dc:date>2025-01-01T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region><text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>示例编辑</dc:creator><dc:date>2025-01-01T00:00:00</dc:date></office:change-info><text:p>删去的话</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p text:style-name="Title">脚注示例（虚构）</text:p>
<text:h text:outline-level="1">本文精要</text:h>
<text:p>要点有脚注<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p text:style-name="Footnote">精要的脚注，虚构。</text:p></text:note-body></text:note>。</text:p>
<text:h text:outline-level="1">研究简介</text:h>
<text:h text:outline-level="2">研究方法</text:h>
<text:p>正文有脚注<text:note text:note-class="footnote"><text:note-citation>2</text:note-citation><text:note-body><text:p text:style-name="Footnote">正文的脚注，HR=0.80。</text:p></text:note-body></text:note>和尾注<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p text:style-name="Endnote">尾注的话。</text:p></text:note-body></text:note>，<text:span text:style-name="B">加粗：</text:span>之后，10<text:span text:style-name="U">9</text:span>/L。</text:p>
<text:p>修订：<text:change-start text:change-id="c1"/>插入的话<text:change-end text:change-id="c1"/>，<text:change text:change-id="c2"/>完。</text:p>
<text:list><text:list-item><text:p>第一项</text:p></text:list-item><text:list-item><text:p>第二项</text:p></text:list-item></text:list>
<text:p>批注<office:annotation><dc:creator>示例审核</dc:creator><dc:date>2025-01-01T00:00:00</dc:date><text:p>这里对吗？</text:p></office:annotation>在此。</text:p>
</office:text></office:body></office:document>
"""


def office():
    """Notes, tracked changes, a comment and a list as LibreOffice writes them."""
    if shutil.which("soffice") is None:
        print("notes.docx is left as it is: there is no soffice")
        return
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "notes.fodt"
        source.write_text(FODT, encoding="utf-8")
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
             "docx:MS Word 2007 XML", "--outdir", str(HERE), str(source)],
            check=True, stdout=subprocess.DEVNULL,
        )


PAGES = {
    "page-article.html": """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>示例网站 - 虚构研究速读</title><style>p{color:red}</style><script>var a=1</script></head>
<body><nav><a href="/">首页</a> <a href="/more">更多文章</a></nav>
<article><h1>虚构研究速读：放疗与药物</h1>
<p>发布于2025年</p>
<h2>本文精要</h2><p><strong>要点：</strong>虚构的ORR为45%，<em>P</em>=0.03。</p>
<h2>研究简介</h2><h3>结果</h3>
<p>血小板≥60×10<sup>9</sup>/L，CO<sub>2</sub>，区间0.52~0.99。<br>换行之后。</p>
<ul><li>一<ul><li>一之一</li></ul></li><li>二</li></ul>
<ol start="3"><li>三</li><li>四</li></ol>
<table><caption>表1 虚构的数据</caption><tr><th>组</th><th colspan="2">例数（%）</th></tr><tr><td>甲</td><td>20</td><td>40%</td></tr></table>
<figure><img src="page_files/curve.png" alt="虚构的曲线"><figcaption>图1 虚构的曲线</figcaption></figure>
<p>见<a href="https://example.org/paper">原文</a>与<a href="javascript:alert(1)">脚本</a>。</p>
<h2>参考文献</h2><ol><li>Example A. Invented. Demo J, 2025. doi: 10.5555/demo.2025.01</li></ol>
</article><footer>版权所有 示例网站</footer></body></html>
""",
    "page-soup.html": """<html><body><div id=main><div><b>虚构的一篇：标签不闭合</b></div>
<p>第一段<p>第二段 <span style="display:none">隐藏的字</span>可见<br><br>再一行
<div><font size=2>字体标签里的字<p>嵌套的段落</div>
<blockquote>引用的话</blockquote><pre>代码 x < y
第二行</pre>
<p>1. 像列表的一行</p><p>*星号*、_下划线_、#井号</p>
<table><tr><td>框里的话</td></tr></table>
</div><script>document.write("x")</script></body></html>
""",
    "page-portal.html": """<!DOCTYPE html><html><head><meta charset="UTF-8"><title>虚构门户</title></head><body>
<header><h1>虚构门户</h1><ul><li>栏目一</li><li>栏目二</li></ul></header>
<main><h2>门户文章：一项虚构的试验</h2><p style="text-align:center"><strong>【专家点评】</strong></p>
<p>点评专家：示例专家甲</p><p>这项虚构研究说明方法的重要。</p>
<p><strong>【学后练习】</strong></p><p>1. 哪项对？</p><p>A. 甲</p><p>B. 乙</p><p>答案：A</p>
<p>资金来源：无</p><p>原文链接：<a href="https://doi.org/10.5555/demo.2025.02">https://doi.org/10.5555/demo.2025.02</a></p></main>
<aside>相关推荐：另一篇文章</aside></body></html>
""",
}

WECHAT = """<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body id="activity-detail">
<div class="rich_media_area_primary"><h1 class="rich_media_title" id="activity-name">
{title}
</h1><div id="meta_content"><span class="rich_media_meta">示例公众号</span> <em id="publish_time">2025-01-02</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; ">{body}</div></div>
<div id="js_pc_qr_code">微信扫一扫关注该公众号</div><script>var biz="x"</script></body></html>
"""

ARTICLES = {
    "wechat-sections.html": (
        "虚构周刊｜第26期",
        '<section style="box-sizing:border-box"><section><section style="text-align:center"><span style="font-size:16px"><strong>本文精要</strong></span></section></section>'
        '<section><p><span style="letter-spacing:1px">虚构的研究&nbsp;纳入</span><span>60例</span><span style="display:none">看不见</span><span style="font-size:0">零号字</span>。</p></section>'
        '<section><p><img class="rich_pages" data-src="https://mmbiz.qpic.cn/mmbiz_png/demo/640?wx_fmt=png" data-w="640" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="图片"></p></section>'
        '<section style="text-align:center;font-weight:bold">研究简介</section><section><p>结果见<a href="https://mp.weixin.qq.com/s/demo">往期</a>。</p><p><br></p><p>10<sup>9</sup>/L</p></section></section>',
    ),
    "wechat-points.html": (
        "虚构研究点评",
        "<p><strong>专家点评</strong></p><p><strong>示例专家甲</strong></p><p>1.&nbsp;先看终点。</p><p>2.&nbsp;再看安全性。</p>"
        '<section><ul class="list-paddingleft-2"><li><p>列表一</p></li><li><p>列表二</p></li></ul></section>'
        '<p><mp-style-type data-value="3"></mp-style-type></p><p>文章解读：示例专家乙</p>',
    ),
    "wechat-table.html": (
        "虚构数据一览",
        "<section><h2>研究结果</h2><table><tbody><tr><td rowspan=2>终点</td><td>试验组</td></tr><tr><td>9.9</td></tr></tbody></table>"
        "<p>HR=0.61，95%CI 0.46~0.81，双侧P&lt;0.001&#8203;。</p><blockquote><p>编者按：虚构。</p></blockquote></section>",
    ),
}

MARKDOWN = {
    "hugo.md": """---
title: "虚构：Markdown稿件"
date: 2025-01-01
tags: [demo]
---

# 本文精要

要点**加粗**，*P*=0.04，`code`。

# 研究简介

## 背景

正文[^1]与[链接](https://example.org/)，[站内](../other.md)。

1. 一
2. 二
   - 二之一

| 组 | 例数 |
|---|---:|
| 甲 | 20 |

![曲线](page_files/curve.png)

> 引用

[^1]: 注文。
""",
    "plain.md": """虚构的无标题稿件，只有几段话。

第二段，*强调*与~~划去~~，10<sup>9</sup>/L，$x^2$。

```r
x <- 1
```
""",
}


def others():
    for name, text in PAGES.items():
        (HERE / name).write_text(text, encoding="utf-8")
    for name, (title, body) in ARTICLES.items():
        (HERE / name).write_text(WECHAT.format(title=title, body=body), encoding="utf-8")
    for name, text in MARKDOWN.items():
        (HERE / name).write_text(text, encoding="utf-8")
    (HERE / "page_files").mkdir(exist_ok=True)
    (HERE / "page_files/curve.png").write_bytes(png(60, 40, 9))


if __name__ == "__main__":
    for make in [headings, results, whole, bold_lines, tables, pictures, equations, changes, comments, symbols, numbering, office, others]:
        make()
