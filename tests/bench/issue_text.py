"""One invented issue: a trial, its results and the text about it, the same for the same seed.

Nothing here is a real result. The figures fit one another, as an editor's would: the interval
belongs to the estimate, the P value to the interval, the percentages to their counts.
"""

from dataclasses import dataclass, field
from math import erfc, exp, log, sqrt
from random import Random

DISEASES = ["肝细胞癌", "非小细胞肺癌", "胃癌", "食管鳞癌", "结直肠癌", "胰腺癌", "鼻咽癌", "乳腺癌",
            "前列腺癌", "宫颈癌", "卵巢癌", "膀胱癌", "胶质母细胞瘤", "头颈鳞癌", "肾细胞癌", "淋巴瘤"]
TREATMENTS = ["立体定向放疗", "同步放化疗", "免疫治疗", "靶向治疗", "新辅助化疗", "介入治疗", "巩固治疗",
              "质子治疗", "内分泌治疗", "辅助放疗", "双抗治疗", "维持治疗"]
DESIGNS = ["随机对照", "多中心", "开放标签", "双盲", "非劣效", "前瞻性", "真实世界", "单臂扩展"]
TOPICS = ["生活质量", "毒副反应", "生物标志物", "亚组分析", "长期随访", "影像评估", "剂量分割", "卫生经济",
          "老年患者", "寡转移", "脑转移", "癌栓", "局部控制", "器官保留", "影像引导", "自适应放疗",
          "人工智能", "液体活检", "免疫微环境", "耐药机制", "支持治疗", "营养", "康复", "随访管理"]
TAGS = DISEASES + TREATMENTS + DESIGNS + TOPICS  # sixty of them

BACKGROUND = [
    "{disease}患者确诊时往往已处于局部晚期，能够接受根治性手术的比例有限，多数患者需要依靠综合治疗延长生存。",
    "既往研究提示，{treatment}能够提高局部控制率，但总生存期能否因此延长，一直缺少高级别证据。",
    "在{control}成为标准方案之后，局部治疗与系统治疗如何配合，成为临床最常被问到的问题之一。",
    "早期的单臂研究样本量小、入组人群不一，不同中心之间的结果差异很大，难以直接指导临床决策。",
    "随着放疗技术的进步，正常组织受照剂量明显下降，原先因为毒性而放弃的联合方案重新进入了研究者的视野。",
    "**指南目前的推荐：**仅将{treatment}列为可选方案，证据等级不高，各地的实际应用差别明显。",
    "因此，研究者设计了{trial}研究，希望回答联合方案能否带来有临床意义的获益，以及代价是什么。",
]
METHODS = [
    "这是一项多中心、开放标签的Ⅲ期随机对照研究，受试者按照体能状态、分期和研究中心分层。",
    "主要入组标准包括病理或临床确诊的{disease}、器官功能良好，并且不适合手术切除。",
    "既往接受过同一部位放疗、合并未控制的感染或预计生存期不足三个月者予以排除。",
    "试验组先完成{treatment}，随后序贯{control}；对照组直接接受{control}，直至疾病进展或毒性不可耐受。",
    "疗效由独立影像委员会按照统一的标准评估，评估者不知道分组情况，争议由第三位专家裁定。",
    "样本量按照总生存期计算，主要分析在预先设定的事件数达到之后进行，期中分析由数据监察委员会负责。",
    "生活质量采用经过验证的中文量表，由患者本人在每次随访前独立完成，缺失数据按照预先写明的规则处理。",
]
RESULTS = [
    "两组的基线特征大体均衡，年龄、性别、体能状态和肿瘤负荷之间没有看到明显差别。",
    "生存曲线在入组后早期即开始分开，此后一直保持，没有交叉，这与等比例风险的假设相符。",
    "多数预设亚组的方向一致，肿瘤负荷较大的亚组获益更为明显，但交互检验并不支持差异确实存在。",
    "试验组*治疗相关*的不良反应以疲乏、食欲下降和轻度肝功能异常为主，大多数在对症处理后恢复。",
    "因不良反应停药的患者两组比例相近，没有出现此前未曾报告的安全性信号。",
    "生活质量评分在治疗期间略有下降，治疗结束后逐渐回到基线水平，两组之间没有持续的差别。",
]
DISCUSSION = [
    "这项研究的意义在于，它第一次在随机对照的框架下比较了两种策略，而不是依赖历史对照。",
    "需要看到，研究启动之后一线标准已经改变，对照组的方案放在今天未必仍是最佳选择，外推时要谨慎。",
    "入组人群的肝功能和体能状态普遍较好，日常门诊中合并症更多的患者能否得到同样的结果，还需要证据。",
    "放疗的质量控制是另一个关键：靶区勾画、呼吸运动管理和剂量限值都会影响结果，*缺一不可*。",
    "对于基层医院，规范的多学科讨论比单纯引进设备更为迫切，这一点在本研究的执行过程中也得到印证。",
    "后续研究应当关注与免疫治疗的联合，以及如何用生物标志物挑选真正能够获益的患者。",
    "从统计学角度看，提前终止入组会降低检验效能，读者应把注意力放在置信区间，而不只是P值。",
    "综合来看，该方案可以作为经过充分讨论之后的一种选择，**不宜**替代已有的标准治疗。",
]
REMARKS = [
    "值得一提的是，研究方案、统计分析计划和数据监察委员会章程均已公开，便于同行核对。",
    "各中心的入组速度差异较大，前三家中心贡献了将近一半的患者，这一点在外推时应当考虑。",
    "失访患者的基线特征与完成随访者相近，敏感性分析没有改变主要结论的方向。",
    "研究者还报告了治疗费用，联合方案的直接医疗支出更高，但住院天数有所减少。",
    "国内几家中心正在开展类似的研究，入组人群以病毒性肝炎相关患者为主，结果值得期待。",
    "对于影像学评估，采用统一的标准和盲法阅片，有助于减少开放标签设计带来的偏倚。",
    "文章的补充材料给出了完整的剂量限值表，可供物理师和医师在制定计划时参照。",
]
COMMENTARY = [
    "{trial}研究回答的是一个真实的临床问题：当{control}已经成为标准，再加上{treatment}是否值得。",
    "从门诊的角度看，最重要的是选对患者；肿瘤负荷过大或肝功能不佳者，很难从{treatment}中真正获益。",
    "毒性总体可控，但是要求团队具备成熟的质控流程，否则研究中的安全性数据不能简单照搬。",
    "我更愿意把它看作一个起点：证据支持与患者讨论这一方案，而不是**一律**采用。",
    "期待长期随访和生活质量数据的公布，它们将决定这一策略在真实世界中的位置。",
]
POINTS = [
    "筛选合适的患者，治疗前评估肝功能与储备",
    "明确靶区与危及器官，记录剂量学参数",
    "治疗期间每周随访，及时处理毒副反应",
    "治疗结束后三个月内完成首次影像评估",
    "与患者充分沟通获益与风险，保留书面记录",
    "多学科团队定期回顾疗效，必要时调整方案",
]

CODE = [
    ("r", """# {trial}: 生存分析
library(survival)

fit <- survfit(Surv(time, status) ~ arm, data = trial_{n})
summary(fit, times = seq(0, 36, by = 6))
cox <- coxph(Surv(time, status) ~ arm + strata(centre), data = trial_{n})
hr <- exp(coef(cox))
ci <- exp(confint(cox, level = 0.95))
print(sprintf("HR %.2f (%.2f to %.2f)", hr, ci[1], ci[2]))
plot(fit, col = c("navy", "firebrick"), xlab = "months")
"""),
    ("python", """# {trial}: 由置信区间反推P值
from math import erfc, log, sqrt

def p_value(estimate: float, low: float, high: float) -> float:
    \"\"\"Two-sided P of a ratio and its 95% interval.\"\"\"
    error = (log(high) - log(low)) / (2 * 1.96)
    z = abs(log(estimate)) / error
    return erfc(z / sqrt(2))

for row in [({n}, 0.77, 0.59, 1.01), ({n}, 0.55, 0.40, 0.75)]:
    print(f"trial {{row[0]}}: P = {{p_value(*row[1:]):.3f}}")
"""),
    ("sql", """-- {trial}: 安全性分析集
SELECT arm, grade, COUNT(DISTINCT patient_id) AS patients
FROM adverse_events
WHERE trial_id = {n} AND related = TRUE AND grade >= 3
GROUP BY arm, grade
HAVING COUNT(*) > 1
ORDER BY arm, grade DESC;
"""),
]


@dataclass
class Rate:
    """k of n, and the percentage as it is printed."""

    count: int
    total: int

    @property
    def percent(self):
        return f"{100 * self.count / self.total:.1f}%"

    def __str__(self):
        return f"{self.percent}（{self.count}/{self.total}）"


@dataclass
class Ratio:
    """A hazard ratio with its interval and two-sided P value, as printed."""

    estimate: str
    low: str
    high: str
    p: str
    benefit: bool

    def __str__(self):
        return f"HR={self.estimate}，95%CI {self.low}~{self.high}，双侧{equation(self.p)}"


@dataclass
class Issue:
    """What both sites are written from."""

    index: int
    number: int
    column: int
    title: str
    tags: list
    people: list  # interpretation, review, correspondent
    trial: str
    trial_title: str
    registration: str
    doi: str
    year: int
    planned: int
    arms: list  # (id, label, n), the tested one first
    endpoints: list  # (name, short, role, medians, Ratio)
    response: tuple  # (tested Rate, control Rate, P)
    key_findings: str
    commentary: str
    body: str
    rng: Random = field(repr=False)

    @property
    def slug(self):
        return f"syn{self.index:05d}"

    @property
    def folder(self):
        return f"{self.number:05d}-{self.slug}"


def issue(index, columns, people, seed, code):
    """The issue of this index: columns and people are counts."""
    rng = Random(f"{seed}/{index}")
    disease, treatment = rng.choice(DISEASES), rng.choice(TREATMENTS)
    control = rng.choice([t for t in TREATMENTS if t != treatment])
    trial = f"SYN-{index:05d}"
    words = {"disease": disease, "treatment": treatment, "control": control, "trial": trial}

    tested, controls = rng.randint(80, 420), rng.randint(80, 420)
    survival, progression = ratio(rng, tested + controls), ratio(rng, tested + controls)
    endpoints = [
        ("总生存期", "OS", "primary", medians(rng, survival, 10, 24), survival),
        ("无进展生存期", "PFS", "secondary", medians(rng, progression, 4, 9), progression),
    ]
    response = rates(rng, tested, controls)
    verdict = "可获益" if survival.benefit else "未见生存获益"
    made = Issue(
        index=index,
        number=index // columns + 1,
        column=index % columns,
        title=f"{treatment}联合{control}治疗{disease}{verdict}",
        tags=rng.sample(TAGS, 3),
        people=rng.sample(range(people), 3),
        trial=trial,
        trial_title=f"{disease}{treatment}联合{control}对比单纯{control}的Ⅲ期临床研究",
        registration=f"NCT{90000000 + index:08d}",
        doi=f"10.5555/syn.{index:05d}",
        year=rng.randint(2016, 2024),
        planned=tested + controls + rng.randint(0, 160),
        arms=[("tested", f"{treatment}+{control}", tested), ("control", control, controls)],
        endpoints=endpoints,
        response=response,
        key_findings="",
        commentary="",
        body="",
        rng=rng,
    )
    made.key_findings = key_findings(made, words)
    made.commentary = paragraphs(rng, COMMENTARY, words, 3)
    made.body = body(made, words, code)
    return made


def ratio(rng, patients):
    """A hazard ratio that is clearly on one side of significance, as its error would have it."""
    error = 2 / sqrt(0.7 * patients)
    while True:
        estimate = rng.uniform(0.5, 0.98)
        z = abs(log(estimate)) / error
        p = erfc(z / sqrt(2))
        high = estimate * exp(1.96 * error)
        if not (0.03 < p < 0.08 or 0.97 < high < 1.03):
            low = estimate * exp(-1.96 * error)
            return Ratio(f"{estimate:.2f}", f"{low:.2f}", f"{high:.2f}", printed_p(p), p < 0.05)


def medians(rng, hazard, least, most):
    control = rng.uniform(least, most)
    return f"{control / float(hazard.estimate):.1f}", f"{control:.1f}"


def rates(rng, tested, controls):
    """Response in both arms, and the P value of the chi-squared test."""
    one = Rate(round(tested * rng.uniform(0.35, 0.6)), tested)
    other = Rate(round(controls * rng.uniform(0.05, 0.3)), controls)
    pooled = (one.count + other.count) / (tested + controls)
    error = sqrt(pooled * (1 - pooled) * (1 / tested + 1 / controls))
    z = (one.count / tested - other.count / controls) / error
    return one, other, printed_p(erfc(abs(z) / sqrt(2)))


def printed_p(p):
    if p < 0.001:
        return "<0.001"
    return f"{p:.3f}" if p < 0.01 else f"{p:.2f}"


def equation(p):
    return f"P{p}" if p.startswith("<") else f"P={p}"


def difference(pair):
    return f"{float(pair[0]) - float(pair[1]):.1f}"


def paragraphs(rng, bank, words, count):
    """Sentences of a bank in their order, two to a paragraph, broken over lines as editors do."""
    chosen = sorted(rng.sample(range(len(bank)), min(count, len(bank))))
    sentences = [bank[i].format(**words) for i in chosen]
    return "\n\n".join("\n".join(sentences[i:i + 2]) for i in range(0, len(sentences), 2))


def key_findings(made, words):
    tested, control, p = made.response
    lines = [f"- 中位{name}：{pair[0]}个月对{pair[1]}个月，**{result}**"
             for name, _, _, pair, result in made.endpoints]
    lines.append(f"- 客观缓解率：{tested}对{control}，{equation(p)}")
    return "\n".join(lines)


def body(made, words, code):
    """Markdown until the issue's texts together have 4 to 6 KB."""
    rng = made.rng
    aim = rng.randint(4300, 5500) - size(made.key_findings) - size(made.commentary)
    listed = rng.sample(POINTS, 4)
    quoted = rng.choice(DISCUSSION).format(**words)
    before = [
        "## 研究简介", "### 背景", paragraphs(rng, BACKGROUND, words, 4),
        "### 方法", paragraphs(rng, METHODS, words, 4),
        "### 结果", baseline(made), table(made), paragraphs(rng, RESULTS, words, 3), endpoints(made),
        f"![{made.trial}研究的总生存曲线](fig.png)",
    ]
    after = [
        "### 结论", f"> {quoted}", "\n".join(f"{i}. {point}" for i, point in enumerate(listed, 1)),
    ]
    more, left = [], aim - size("\n\n".join(before + after))
    for sentence in rng.sample(DISCUSSION, len(DISCUSSION)) + rng.sample(REMARKS, len(REMARKS)):
        if left < 60:
            break
        more.append(sentence.format(**words))
        left -= size(more[-1]) + 2
    if code:
        more += [f"```{language}\n{text.format(trial=made.trial, n=made.index)}```"
                 for language, text in CODE]
    return "\n\n".join(before + ["### 讨论"] + more + after) + "\n"


def size(text):
    return len(text.encode())


def baseline(made):
    total = sum(arm[2] for arm in made.arms)
    men = Rate(round(total * made.rng.uniform(0.55, 0.85)), total)
    return (f"研究计划入组{made.planned}例，实际分析{total}例：试验组{made.arms[0][2]}例，"
            f"对照组{made.arms[1][2]}例；其中男性{men}，中位年龄{made.rng.randint(52, 70)}岁。")


def table(made):
    rows = [f"| {name} | {pair[0]}个月 | {pair[1]}个月 | {result.estimate}（{result.low}~{result.high}） | {result.p} |"
            for name, _, _, pair, result in made.endpoints]
    tested, control, p = made.response
    rows.append(f"| 客观缓解率 | {tested.percent} | {control.percent} | — | {p} |")
    head = ["| 终点 | 试验组 | 对照组 | 风险比（95%CI） | 双侧P值 |", "|---|--:|--:|:-:|--:|"]
    return "\n".join(head + rows)


def endpoints(made):
    lines = [f"{name}（{short}）：试验组中位{pair[0]}个月，对照组{pair[1]}个月，相差{difference(pair)}个月，{result}。"
             for name, short, _, pair, result in made.endpoints]
    tested, control, p = made.response
    lines.append(f"客观缓解率分别为{tested}和{control}，{equation(p)}。")
    return "\n".join(lines)
