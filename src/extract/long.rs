//! Texts longer than any article: read in stretches, so that working memory does not grow with them.
//!
//! A stretch ends with a line, else with a sentence. What has one name and kind in several stretches is one
//! entity, and a day of publication that the first states holds for all; but no quotation runs from one stretch
//! into the next, and nobody is looked for in another.

use std::collections::HashMap;

use super::{Pipeline, Scratch};
use crate::record::offsets::each_offset;
use crate::record::{Article, Entity, EntityKind, Extraction, Role};

/// Longest text, in bytes, that is read as a whole: a thick novel.
pub(super) const STRETCH: usize = 4 << 20;
/// How far from the end of a stretch, in bytes, a line or sentence that ends is looked for.
const MARGIN: usize = 64 << 10;

/// Extracts from each stretch of `article`, none longer than `most` bytes, and joins what was found.
pub(super) fn extract(
    pipeline: &Pipeline,
    scratch: &mut Scratch,
    article: &Article,
    most: usize,
) -> Extraction {
    let mut end = end_of_stretch(&article.text, 0, most);
    let mut part = Article {
        text: article.text[..end].to_owned(),
        id: article.id.clone(),
        lang: article.lang.clone(),
        title: article.title.clone(),
        published: article.published.clone(),
        meta: article.meta.clone(),
    };
    let mut read = |part: &Article| pipeline.extract_clocked(scratch, part, &mut |_| {});
    let mut joined = Joined::new(read(&part));
    part.published.clone_from(&joined.all.published);
    part.meta.clear();
    while end < article.text.len() {
        let start = end;
        end = end_of_stretch(&article.text, start, most);
        part.text.clear();
        part.text.push_str(&article.text[start..end]);
        joined.add(read(&part), start);
    }
    joined.all
}

/// Where the stretch that begins at `start` ends. O(`most`).
fn end_of_stretch(text: &str, start: usize, most: usize) -> usize {
    if text.len() - start <= most {
        return text.len();
    }
    let boundary = |at: usize| (start..=at).rev().find(|&at| text.is_char_boundary(at));
    let end = boundary(start + most).unwrap_or(start);
    let from = boundary(end - MARGIN.min(most / 2)).unwrap_or(start);
    let margin = &text[from..end];
    let sentence = || {
        let mut ends = margin.rmatch_indices(['.', '!', '?', '…']);
        ends.find_map(|(at, mark)| {
            let behind = margin[at + mark.len()..].strip_prefix(char::is_whitespace)?;
            let opens = behind.starts_with(|c: char| !c.is_lowercase());
            opens.then_some(at + mark.len())
        })
    };
    let line = margin.rfind('\n').map(|at| at + 1);
    let found = line
        .or_else(sentence)
        .or_else(|| margin.rfind(char::is_whitespace));
    match found {
        Some(at) if from + at > start => from + at,
        _ => end,
    }
}

/// What the stretches gave so far.
struct Joined {
    all: Extraction,
    /// Indices of the entities.
    known: HashMap<(EntityKind, String), usize>,
}

impl Joined {
    fn new(first: Extraction) -> Self {
        let entities = first.entities.iter().enumerate();
        Self {
            known: entities
                .map(|(index, e)| ((e.kind, e.name.clone()), index))
                .collect(),
            all: first,
        }
    }

    /// Adds what was found in a stretch that begins at byte `start`.
    fn add(&mut self, mut part: Extraction, start: usize) {
        each_offset(&mut part, &mut |offset| *offset += start);
        let all = &mut self.all;
        let mut indices = Vec::with_capacity(part.entities.len());
        for entity in &part.entities {
            let key = (entity.kind, entity.name.clone());
            let index = *self.known.entry(key).or_insert(all.entities.len());
            if index == all.entities.len() {
                all.entities.push(Entity {
                    id: format!("e{}", index + 1),
                    kind: entity.kind,
                    name: entity.name.clone(),
                    gender: None,
                    gender_from: None,
                    mentions: Vec::new(),
                    roles: Vec::new(),
                });
            }
            indices.push(index);
        }
        let ids: HashMap<String, String> = part
            .entities
            .iter()
            .zip(&indices)
            .map(|(entity, &index)| (entity.id.clone(), all.entities[index].id.clone()))
            .collect();
        let renamed = |id: Option<String>| id.and_then(|id| ids.get(&id).cloned());
        for (entity, index) in part.entities.into_iter().zip(indices) {
            let known = &mut all.entities[index];
            if known.gender.is_none() {
                (known.gender, known.gender_from) = (entity.gender, entity.gender_from);
            }
            known.mentions.extend(entity.mentions);
            known
                .roles
                .extend(entity.roles.into_iter().map(|role| Role {
                    organization: renamed(role.organization),
                    ..role
                }));
        }
        all.numbers.append(&mut part.numbers);
        all.dates.append(&mut part.dates);
        all.warnings.append(&mut part.warnings);
        for mut quote in part.quotes {
            quote.id = format!("q{}", all.quotes.len() + 1);
            quote.who = renamed(quote.who);
            if let Some(speaker) = &mut quote.speaker {
                speaker.entity = renamed(speaker.entity.take());
            }
            all.quotes.push(quote);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Le pont fermera le 3 mai, a annoncé Anne Riou, maire de Brest. « Nous avons 300 \
        plaintes », a dit Anne Riou, présidente de la Croix-Rouge. Selon Hugo Kerlann, 40 % des 20 000 camions \
        partiront par Nantes. ";

    /// As a whole and in stretches of half as much again as [`STORY`].
    fn both(text: &str) -> [Extraction; 2] {
        let pipeline = Pipeline::builtin("fr").expect("the built-in pack");
        let mut article = Article::new("x", text);
        article.published = Some("2024-05-02".into());
        let whole = pipeline.extract(&article);
        let most = STORY.len() * 3 / 2;
        [
            whole,
            extract(&pipeline, &mut Scratch::default(), &article, most),
        ]
    }

    #[test]
    fn stretches_give_what_the_whole_gives() {
        for text in [STORY.repeat(9), format!("{STORY}\n\n").repeat(9)] {
            let [whole, joined] = both(&text);
            assert!(whole.quotes.len() >= 18 && whole.entities.iter().any(|e| !e.roles.is_empty()));
            // Scores and rules are left out: they depend on the rest of the article.
            assert_eq!(joined.numbers, whole.numbers);
            assert_eq!(joined.dates, whole.dates);
            assert_eq!(joined.quotes, whole.quotes);
            let entities = |found: &Extraction| -> Vec<_> {
                let entity = |e: &Entity| {
                    let mentions = e.mentions.iter().map(|m| (m.start, m.text.clone()));
                    let roles = e.roles.iter().map(|r| (r.start, r.organization.clone()));
                    let (mentions, roles): (Vec<_>, Vec<_>) = (mentions.collect(), roles.collect());
                    (
                        e.id.clone(),
                        e.kind,
                        e.name.clone(),
                        e.gender,
                        mentions,
                        roles,
                    )
                };
                found.entities.iter().map(entity).collect()
            };
            assert_eq!(entities(&joined), entities(&whole));
        }
    }

    #[test]
    fn any_text_is_cut_on_whole_letters_and_goes_on() {
        for text in [
            "😀".repeat(100),
            "a".repeat(100),
            "é. ".repeat(50),
            "\n".repeat(99),
        ] {
            let (mut at, most) = (0, 10);
            while at < text.len() {
                let end = end_of_stretch(&text, at, most);
                assert!(
                    end > at && end <= at + most && text.is_char_boundary(end),
                    "{text:?} {at}"
                );
                at = end;
            }
        }
    }
}
