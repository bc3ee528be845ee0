//! What rules stand on: guidelines, standards and papers, as `postil explain` names them.

pub(super) const ALTMAN_P: Option<&str> =
    Some("Altman DG, Bland JM. How to obtain the P value from a confidence interval. BMJ 2011;343:d2304");
pub(super) const ALTMAN_CI: Option<&str> =
    Some("Altman DG, Bland JM. How to obtain the confidence interval from a P value. BMJ 2011;343:d2090");
pub(super) const SAMPL: Option<&str> = Some(
    "Lang TA, Altman DG. Basic statistical reporting for articles published in biomedical journals: the SAMPL guidelines. Int J Nurs Stud 2015;52:5-9",
);
pub(super) const STATCHECK: Option<&str> = Some(
    "Nuijten MB, et al. The prevalence of statistical reporting errors in psychology. Behav Res Methods 2016;48:1205-1226",
);
pub(super) const TWO_MEANS: Option<&str> =
    Some("Student's t test; Welch BL. The generalization of Student's problem. Biometrika 1947;34:28-35");
pub(super) const GRIM: Option<&str> =
    Some("Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369");
pub(super) const CONSORT: Option<&str> = Some("CONSORT: the flow of participants and the numbers analysed");
pub(super) const CONSORT_ABSTRACTS: Option<&str> = Some(
    "Hopewell S, et al. CONSORT for reporting randomised trials in journal and conference abstracts. Lancet 2008;371:281-283",
);
pub(super) const TWO_BY_TWO: Option<&str> =
    Some("Pearson's and Yates's chi-squared tests, Fisher's exact test and its mid-P");
pub(super) const NEEDED: Option<&str> = Some(
    "Cook RJ, Sackett DL. The number needed to treat: a clinically useful measure of treatment effect. BMJ 1995;310:452-454",
);
pub(super) const HETEROGENEITY: Option<&str> =
    Some("Higgins JPT, et al. Measuring inconsistency in meta-analyses. BMJ 2003;327:557-560");
pub(super) const SPIN: Option<&str> = Some(
    "Boutron I, et al. Reporting and interpretation of randomized controlled trials with nonsignificant results. JAMA 2010;303:2058-2064",
);
pub(super) const ICMJE: Option<&str> = Some("ICMJE Recommendations");
pub(super) const COPE: Option<&str> = Some("COPE retraction guidelines");
pub(super) const WCAG: Option<&str> = Some("WCAG 2.2, 1.1.1");
pub(super) const GB3101: Option<&str> = Some("GB 3101-1993");
pub(super) const GB15834: Option<&str> = Some("GB/T 15834-2011");
pub(super) const GB15835: Option<&str> = Some("GB/T 15835-2011");
