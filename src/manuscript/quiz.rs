//! Questions after reading: a question, its choices with letters before them, the letters of the answer, and why.
//!
//! Either all questions of a part are understood, or none is taken.

use super::block::{Account, Block, Inline, is_words, plain};
use super::numbered::{cut, lines};

/// A question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) question: Vec<Inline>,
    pub(super) choices: Vec<Vec<Inline>>,
    /// Numbers of the right choices, from 1.
    pub(super) answer: Vec<usize>,
    pub(super) explanation: Vec<Vec<Inline>>,
}

impl Question {
    fn is_whole(&self) -> bool {
        let is_there = |number: &usize| (1..=self.choices.len()).contains(number);
        !self.question.is_empty()
            && self.choices.len() > 1
            && !self.answer.is_empty()
            && self.answer.iter().all(is_there)
    }
}

/// What a line is.
enum Line {
    Choice(usize, usize),
    Answer(usize, Vec<usize>),
    Explanation(usize),
    /// A question with so many letters of a number before it.
    Question(usize),
    Other,
}

/// The questions of a part; `None` where one is not whole.
pub(super) fn read(blocks: &[Block], account: &mut Account) -> Option<Vec<Question>> {
    let mut all: Vec<Question> = Vec::new();
    let mut became = Vec::new();
    let lines = lines(blocks)?;
    if !lines.iter().all(|(_, line)| is_words(line)) {
        return None;
    }
    for (number, line) in lines.into_iter().flat_map(|(number, line)| choices_of(number, line)) {
        let words = plain(&line);
        let last = all.last_mut();
        match (kind(&words), last) {
            (Line::Choice(letters, at), Some(last)) if at == last.choices.len() && last.answer.is_empty() => {
                let (before, after) = cut(&line, letters);
                became.push(plain(&before));
                last.choices.push(after);
            }
            (Line::Answer(letters, answer), Some(last)) if last.choices.len() > 1 && last.answer.is_empty() => {
                let (before, after) = cut(&line, letters);
                became.push(plain(&before));
                last.answer = answer;
                if !plain(&after).trim().is_empty() {
                    last.explanation.push(after);
                }
            }
            (Line::Explanation(letters), Some(last)) if !last.answer.is_empty() => {
                let (before, after) = cut(&line, letters);
                became.push(plain(&before));
                last.explanation.push(after);
            }
            (Line::Question(letters), last) if last.as_ref().is_none_or(|last| last.is_whole()) => {
                let (before, after) = cut(&line, letters);
                became.push(plain(&before));
                all.push(Question { question: after, ..Question::default() });
            }
            // A choice of a list that counts with letters or points.
            (Line::Other, Some(last))
                if number.is_some() && last.answer.is_empty() && number != Some(0) && !last.choices.is_empty() =>
            {
                return None;
            }
            (Line::Other, Some(last)) if last.is_whole() && number.is_none() && !last.explanation.is_empty() => {
                last.explanation.push(line)
            }
            (Line::Other, last)
                if number.is_some_and(|number| number > 0) && last.as_ref().is_none_or(|last| last.is_whole()) =>
            {
                all.push(Question { question: line, ..Question::default() });
            }
            (Line::Other, None) => all.push(Question { question: line, ..Question::default() }),
            (Line::Other, Some(last)) if last.is_whole() => {
                all.push(Question { question: line, ..Question::default() })
            }
            _ => return None,
        }
    }
    all.iter().all(Question::is_whole).then(|| {
        account.became.extend(became);
        all
    })
}

/// A line with several choices becomes a line for each.
fn choices_of(number: Option<u64>, line: Vec<Inline>) -> Vec<(Option<u64>, Vec<Inline>)> {
    let words: Vec<char> = plain(&line).chars().collect();
    let mut lines = Vec::new();
    let mut rest = line;
    let mut done = 0;
    let mut next = match kind(&words.iter().collect::<String>()) {
        Line::Choice(_, at) => at + 1,
        _ => return vec![(number, rest)],
    };
    for at in 1..words.len().saturating_sub(1) {
        let letter = char::from_u32(u32::from('A') + next as u32);
        let is_begin = words[at - 1].is_whitespace()
            && Some(words[at]) == letter
            && matches!(words[at + 1], '.' | '．' | '、' | ')' | '）');
        if is_begin {
            let (before, after) = cut(&rest, at - done);
            lines.push((number, before));
            (rest, done, next) = (after, at, next + 1);
        }
    }
    lines.push((number, rest));
    lines
}

fn kind(words: &str) -> Line {
    let start = words.chars().take_while(|c| c.is_whitespace()).count();
    let line: Vec<char> = words.chars().skip(start).collect();
    let text: String = line.iter().collect();
    let begins = |names: &[&str]| {
        let name = names.iter().find(|name| text.to_lowercase().trim_start_matches(['【', '[']).starts_with(**name))?;
        let bracket = usize::from(text.starts_with(['【', '[']));
        let rest = text.chars().skip(bracket + name.chars().count()).collect::<String>();
        let after = rest.trim_start_matches(['】', ']', '：', ':', ' ']);
        (after.len() < rest.len()).then(|| (after.to_owned(), start + line.len() - after.chars().count()))
    };
    if let Some((rest, letters)) = begins(&["正确答案", "参考答案", "答案为", "答案", "correct answer", "answer"])
    {
        let is_letter = |c: &char| ('A'..='H').contains(c) || matches!(c, '、' | ',' | '，' | ' ');
        let answer: String = rest.chars().take_while(is_letter).collect();
        let numbers: Vec<usize> =
            answer.chars().filter(char::is_ascii_uppercase).map(|c| c as usize - 'A' as usize + 1).collect();
        let after = rest[answer.len()..].trim_start_matches(['。', '.', '；', ';', ' ']);
        let is_alone = rest[answer.len()..].is_empty() || after.len() < rest[answer.len()..].len();
        if !numbers.is_empty() && is_alone {
            return Line::Answer(letters + rest.chars().count() - after.chars().count(), numbers);
        }
        return Line::Other;
    }
    if let Some((_, letters)) = begins(&["答案解析", "解析", "explanation"]) {
        return Line::Explanation(letters);
    }
    let bracket = usize::from(line.first().is_some_and(|c| matches!(c, '(' | '（')));
    if let (Some(letter @ 'A'..='H'), Some('.' | '．' | '、' | ')' | '）' | ':' | '：')) =
        (line.get(bracket), line.get(bracket + 1))
    {
        let spaces = line[bracket + 2..].iter().take_while(|c| c.is_whitespace()).count();
        return Line::Choice(start + bracket + 2 + spaces, *letter as usize - 'A' as usize);
    }
    let after = super::heading::without_ordinal(&text);
    if after.len() < text.trim_start().len() {
        Line::Question(start + line.len() - after.chars().count())
    } else {
        Line::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::block::Paragraph;

    fn blocks(lines: &str) -> Vec<Block> {
        let paragraph = |line: &str| {
            let content = vec![Inline::Text(line.to_owned(), Default::default())];
            Block::Paragraph(Paragraph { content, ..Paragraph::default() })
        };
        lines.lines().map(paragraph).collect()
    }

    #[test]
    fn questions_are_read_whole_or_not_at_all() {
        let mut account = Account::default();
        let quiz = read(
            &blocks("1. 甲？\nA. 一  B. 二\nC、三\n答案：B\n解析：因为。\n第2题：乙？（多选）\n（A）四\n（B）五\n正确答案：A、B。说明。"),
            &mut account,
        )
        .expect("two questions");
        assert_eq!(quiz.len(), 2);
        assert_eq!(quiz[0].choices.len(), 3);
        assert_eq!((quiz[0].answer.clone(), quiz[1].answer.clone()), (vec![2], vec![1, 2]));
        assert_eq!(plain(&quiz[0].explanation[0]), "因为。");
        assert_eq!(plain(&quiz[1].question), "乙？（多选）");
        assert_eq!(plain(&quiz[1].explanation[0]), "说明。");
        for wrong in ["1. 甲？\nA. 一\nB. 二", "1. 甲？\nA. 一\n答案：A", "1. 甲？\nA. 一\nB. 二\n答案：C", "答案：B"]
        {
            assert!(read(&blocks(wrong), &mut account).is_none(), "{wrong}");
        }
    }
}
