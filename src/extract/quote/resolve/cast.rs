//! Who is spoken of where: the persons and organizations that a pronoun or a description can take up.

use super::super::draft::Draft;
use super::super::extent::Extents;
use super::super::place::Span;
use super::super::sign::{Sign, any};
use super::settings::Weights;
use crate::extract::analysis::Findings;
use crate::record::{EntityKind, Gender, QuoteKind};
use crate::text::BlockKind;

/// How far back anybody is taken up, in tokens.
const REACH: u32 = 260;
/// How far ahead of a pronoun that nobody stands before its name is looked for.
const AHEAD: u32 = 80;

/// A name in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub start: u32,
    pub end: u32,
    pub entity: u32,
    pub kind: EntityKind,
    /// How much its place in the sentence makes it what the text is about, 0 to 1; see [`Cast::weigh`].
    weight: f64,
    /// Opens its sentence.
    opens: bool,
}

/// Who asks, and who cannot be the answer.
#[derive(Clone, Copy)]
pub(super) struct Search<'q> {
    /// Where the pronoun or description stands.
    pub at: u32,
    /// Genders that agree: `m`, `f` or both.
    pub gender: &'q str,
    /// Who cannot be meant: whoever says `he` does not mean himself.
    pub not: Option<u32>,
    /// Words said, in which whoever says them is not named.
    pub said: &'q [Span],
}

pub(super) struct Cast<'a> {
    x: &'a Extents<'a>,
    weights: &'a Weights,
    names: Vec<Named>,
    kinds: Vec<Option<EntityKind>>,
    genders: Vec<Option<Gender>>,
    /// Who spoke or was the subject, by words that do not name them; in the order of their finding.
    told: Vec<Told>,
    /// Where somebody spoke or was the subject whom the text does not name.
    strangers: Vec<Stranger<'a>>,
    /// How often each entity is named, beside the one of its kind that is named most (1).
    prominence: Vec<f64>,
    /// For each token the innermost words of direct speech in which it stands; empty for none.
    speech: Vec<Span>,
}

/// Somebody meant by words that do not name them.
struct Told {
    at: u32,
    entity: u32,
    by: By,
}

/// How somebody is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum By {
    /// By speaking.
    Speech,
    /// As the subject of a sentence.
    Subject,
    /// As the subject of a clause, by a pronoun.
    Pronoun,
}

struct Stranger<'a> {
    at: u32,
    gender: &'a str,
}

/// Somebody spoken of: where, with which weight, and whether as what its sentence is about.
struct Met {
    at: u32,
    entity: u32,
    weight: f64,
    opens: bool,
}

/// How far back persons, or organizations, are taken up.
struct Scale {
    /// What remains a sentence later.
    decay: f64,
    /// What being named most adds.
    prominent: f64,
}

/// What speaks for somebody: the best of it counts whole, the rest of it a sentence at a time.
struct Tally {
    entity: u32,
    best: f64,
    sum: f64,
    /// The sentence that was added last, counted backwards, and the best in it.
    sentence: usize,
    last: f64,
    prominent: f64,
}

impl Tally {
    fn add(&mut self, sentence: usize, score: f64) {
        if sentence != self.sentence {
            self.sum += score;
            (self.sentence, self.last) = (sentence, score);
        } else if score > self.last {
            self.sum += score - self.last;
            self.last = score;
        }
        self.best = self.best.max(score);
    }
}

impl<'a> Cast<'a> {
    pub fn new(x: &'a Extents<'a>, drafts: &[Draft], findings: &Findings) -> Self {
        let mut speech = vec![(0, 0); x.analysis.len() as usize];
        for draft in drafts.iter().filter(|d| d.kind == QuoteKind::Direct) {
            for &part in &draft.parts {
                speech[part.0 as usize..part.1 as usize].fill(part);
            }
        }
        let mut kinds = vec![None; findings.entities.len()];
        let mut names: Vec<Named> = findings
            .names
            .iter()
            .filter(|n| n.end > n.start)
            // Who signs the article is no part of what it tells.
            .filter(|n| x.analysis.kind_of_block(n.start) != BlockKind::Byline)
            .map(|n| {
                kinds[n.entity as usize] = Some(n.kind);
                Named {
                    start: n.start,
                    end: n.end,
                    entity: n.entity,
                    kind: n.kind,
                    weight: 0.0,
                    opens: false,
                }
            })
            .collect();
        names.sort_by_key(|n| (n.start, std::cmp::Reverse(n.end)));
        Self {
            x,
            weights: &x.settings.resolve.weights,
            names,
            kinds,
            genders: findings.entities.iter().map(|e| e.gender).collect(),
            told: Vec::new(),
            strangers: Vec::new(),
            prominence: Vec::new(),
            speech,
        }
    }

    /// Works out what makes the text be about whom, which nobody asks for where all speakers are named.
    pub fn weigh(&mut self) {
        for name in &mut self.names {
            (name.weight, name.opens) = place(self.x, self.weights, name.start);
        }
        self.prominence = prominence(&self.names, &self.kinds);
    }

    /// Notes the gender that the words beside a name show, where nothing else shows one.
    pub fn learn(&mut self, entity: u32, gender: &str) {
        if self.kind(entity) == Some(EntityKind::Person)
            && let Some(known) = self.genders.get_mut(entity as usize)
            && known.is_none()
        {
            *known = match gender {
                "f" => Some(Gender::Feminine),
                "m" => Some(Gender::Masculine),
                _ => None,
            };
        }
    }

    pub fn names(&self) -> &[Named] {
        &self.names
    }

    /// The names that begin among the tokens. O(log n).
    pub fn within(&self, from: u32, to: u32) -> &[Named] {
        let first = self.names.partition_point(|n| n.start < from);
        let end = first + self.names[first..].partition_point(|n| n.start < to);
        &self.names[first..end]
    }

    /// The names before the token, the last one first, as far back as anybody is taken up.
    fn before(&self, at: u32) -> impl Iterator<Item = &Named> {
        let floor = at.saturating_sub(REACH);
        let to = self.names.partition_point(|n| n.start < at);
        self.names[..to]
            .iter()
            .rev()
            .take_while(move |n| n.start >= floor)
    }

    pub fn kind(&self, entity: u32) -> Option<EntityKind> {
        self.kinds.get(entity as usize).copied().flatten()
    }

    /// Whether nothing says that the person is of another gender. Of organizations nothing does.
    pub fn agrees(&self, entity: u32, gender: &str) -> bool {
        match self.gender(entity) {
            None => true,
            Some(Gender::Feminine) => gender.contains('f'),
            Some(Gender::Masculine) => gender.contains('m'),
        }
    }

    fn gender(&self, entity: u32) -> Option<Gender> {
        self.genders.get(entity as usize).copied().flatten()
    }

    /// Notes that the entity is meant by the words at the token.
    pub fn tell(&mut self, at: u32, entity: u32, by: By) {
        self.told.push(Told { at, entity, by });
    }

    /// Notes that the words at the token mean somebody whom the text does not name.
    pub fn tell_stranger(&mut self, at: u32, gender: &'a str) {
        self.strangers.push(Stranger { at, gender });
    }

    /// Whether words at `there` can be taken up from `at`: those of speech only from inside it.
    fn reaches(&self, there: u32, at: u32) -> bool {
        let (first, end) = self.speech[there as usize];
        first == end || first <= at && at < end
    }

    /// Whether the token stands among words of direct speech.
    pub fn in_speech(&self, token: u32) -> bool {
        let (first, end) = self.speech[token as usize];
        first < end
    }

    fn fits(&self, there: u32, entity: u32, search: &Search) -> bool {
        Some(entity) != search.not
            && !search.said.iter().any(|s| s.0 <= there && there < s.1)
            && self.reaches(there, search.at)
    }

    /// The person named last, of that gender.
    pub fn nearest(&self, search: &Search) -> Option<u32> {
        self.before(search.at)
            .filter(|n| n.kind == EntityKind::Person && self.agrees(n.entity, search.gender))
            .find(|n| self.fits(n.start, n.entity, search))
            .map(|n| n.entity)
    }

    /// The person of that gender named last in the speech in which the token stands.
    pub fn within_speech(&self, at: u32, search: &Search) -> Option<u32> {
        let (first, end) = self.speech[at as usize];
        self.before(at)
            .filter(|n| first <= n.start && n.start < end && n.kind == EntityKind::Person)
            .filter(|n| Some(n.entity) != search.not && self.agrees(n.entity, search.gender))
            .find(|n| !search.said.iter().any(|s| s.0 <= n.start && n.start < s.1))
            .map(|n| n.entity)
    }

    /// The person or organization named last in the sentence.
    pub fn antecedent(&self, at: u32) -> Option<u32> {
        let first = self.x.analysis.sentence_of(at).first;
        self.before(at)
            .take_while(|n| n.start >= first)
            .filter(|n| matches!(n.kind, EntityKind::Person | EntityKind::Organization))
            .find(|n| self.reaches(n.start, at))
            .map(|n| n.entity)
    }

    /// The person of that gender whom the text is about at the token; or the organization that the
    /// sentence before is about. Nobody, where it is about somebody without a name.
    pub fn taken_up(&self, search: &Search) -> Option<u32> {
        let analysis = self.x.analysis;
        let best = self.best(search, self.persons(), |met| {
            match self.kind(met.entity)? {
                EntityKind::Person => self.person(met.entity, search),
                EntityKind::Organization => (met.opens
                    && self.sentences_between(met.at, search.at) <= 1
                    && analysis.block_of(met.at) == analysis.block_of(search.at)
                    && self.article_agrees(met.at, search.gender))
                .then_some(self.weights.body),
                _ => None,
            }
        });
        let stranger = self.stranger(search);
        match best {
            Some((entity, score)) => (score > stranger).then_some(entity),
            None if stranger > 0.0 => None,
            None => self.ahead(search),
        }
    }

    /// How much the text is about somebody of the gender whom it does not name.
    fn stranger(&self, search: &Search) -> f64 {
        let near = self.strangers.iter().rev().take(16);
        let near = near.filter(|s| s.at < search.at && self.reaches(s.at, search.at));
        near.filter(|s| s.gender.chars().any(|g| search.gender.contains(g)))
            .map(|s| self.weights.spoke * self.faded(s.at, search.at, self.weights.decay))
            .fold(0.0, f64::max)
    }

    /// The person of that gender who is named first behind the words: an article may begin with a pronoun.
    fn ahead(&self, search: &Search) -> Option<u32> {
        let mut behind = self.within(search.at, search.at + AHEAD).iter();
        behind
            .find(|n| n.kind == EntityKind::Person && !self.in_speech(n.start) && n.weight >= 1.0)
            .filter(|n| self.agrees(n.entity, search.gender) && Some(n.entity) != search.not)
            .map(|n| n.entity)
    }

    /// The person of that gender whom the text is about, of those that are `like` the description, and
    /// how much; where it must be `close`, in the sentence before.
    pub fn somebody(
        &self,
        search: &Search,
        close: bool,
        like: impl Fn(u32) -> Option<f64>,
    ) -> Option<u32> {
        let analysis = self.x.analysis;
        self.best(search, self.persons(), |met| {
            let near = !close
                || met.weight >= 1.0
                    && self.sentences_between(met.at, search.at) <= 1
                    && analysis.block_of(met.at) == analysis.block_of(search.at);
            let person = self.kind(met.entity)? == EntityKind::Person;
            if !near || !person {
                return None;
            }
            Some(self.person(met.entity, search)? * like(met.entity)?)
        })
        .map(|(entity, _)| entity)
    }

    fn person(&self, entity: u32, search: &Search) -> Option<f64> {
        let sure = search.gender.len() > 1 || self.gender(entity).is_some();
        self.agrees(entity, search.gender)
            .then_some(if sure { 1.0 } else { self.weights.unsure })
    }

    /// Whether the article before the name that stands at the token is of the gender, or shows none.
    fn article_agrees(&self, at: u32, gender: &str) -> bool {
        let from = self.x.subjects.around(at).map_or(at, |p| p.0);
        let settings = &self.x.settings.resolve;
        let word = self.x.analysis.folded(from);
        match settings.definite.get(word) {
            Some(article) => article.len() > 1 || gender.contains(article.as_str()),
            None => !self.x.is(from, Sign::Indefinite),
        }
    }

    /// The organization that the text is about at the token, of those that are `like` the description,
    /// and how much.
    pub fn organization(&self, search: &Search, like: impl Fn(u32) -> Option<f64>) -> Option<u32> {
        self.best(search, self.bodies(), |met| {
            let body = self.kind(met.entity)? == EntityKind::Organization;
            body.then(|| like(met.entity)).flatten()
        })
        .map(|(entity, _)| entity)
    }

    /// Whoever has most weight before the token, by mentions and by having been meant; and the weight.
    fn best(
        &self,
        search: &Search,
        scale: Scale,
        worth: impl Fn(&Met) -> Option<f64>,
    ) -> Option<(u32, f64)> {
        let mut tally: Vec<Tally> = Vec::new();
        let floor = search.at.saturating_sub(REACH);
        let named = self.before(search.at).map(|n| Met {
            at: n.start,
            entity: n.entity,
            weight: n.weight,
            opens: n.opens,
        });
        let told = self.told.iter().rev().take(32);
        let told = told
            .filter(|t| t.at >= floor && t.at < search.at)
            .map(|t| Met {
                at: t.at,
                entity: t.entity,
                weight: match t.by {
                    By::Pronoun => self.weights.resumed,
                    _ => self.weights.spoke,
                },
                opens: t.by == By::Speech,
            });
        let mut all: Vec<Met> = named.chain(told).collect();
        all.sort_by_key(|met| std::cmp::Reverse(met.at));
        for met in all {
            if !self.fits(met.at, met.entity, search) {
                continue;
            }
            let Some(worth) = worth(&met) else {
                continue;
            };
            let score = met.weight * worth * self.faded(met.at, search.at, scale.decay);
            let sentence = self.sentences_between(met.at, search.at);
            match tally.iter_mut().find(|t| t.entity == met.entity) {
                Some(tally) => tally.add(sentence, score),
                None => {
                    let share = self.prominence.get(met.entity as usize).copied();
                    tally.push(Tally {
                        entity: met.entity,
                        best: score,
                        sum: score,
                        sentence,
                        last: score,
                        prominent: worth * scale.prominent * share.unwrap_or(0.0),
                    });
                }
            }
        }
        let again = self.weights.again;
        let scored = tally.into_iter().map(|t| {
            let score = t.best + again * (t.sum - t.best) + t.prominent;
            (t.entity, score)
        });
        // Of equals the one that comes last in the text, which was met first.
        scored.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// What remains of a weight from one token to the other.
    fn faded(&self, from: u32, to: u32, decay: f64) -> f64 {
        let left = decay.powi(self.sentences_between(from, to) as i32);
        let analysis = self.x.analysis;
        match analysis.block_of(from) == analysis.block_of(to) {
            true => left,
            false => left * self.weights.across,
        }
    }

    fn persons(&self) -> Scale {
        Scale {
            decay: self.weights.decay,
            prominent: self.weights.prominent,
        }
    }

    fn bodies(&self) -> Scale {
        Scale {
            decay: self.weights.decay_bodies,
            prominent: self.weights.prominent_bodies,
        }
    }

    pub fn sentences_between(&self, from: u32, to: u32) -> usize {
        let index = |t: u32| self.x.analysis.sentences.partition_point(|s| s.first <= t);
        index(to).saturating_sub(index(from))
    }
}

/// How often each entity is named, beside the one of its kind that is named most.
fn prominence(names: &[Named], kinds: &[Option<EntityKind>]) -> Vec<f64> {
    let mut counts = vec![0u32; kinds.len()];
    for name in names {
        counts[name.entity as usize] += 1;
    }
    // By kind; first for what has none.
    let mut most = [1; 5];
    let place = |kind: &Option<EntityKind>| kind.map_or(0, |kind| kind as usize + 1);
    for (count, kind) in counts.iter().zip(kinds) {
        most[place(kind)] = most[place(kind)].max(*count);
    }
    let share = |(count, kind): (&u32, &Option<EntityKind>)| {
        f64::from(*count) / f64::from(most[place(kind)])
    };
    counts.iter().zip(kinds).map(share).collect()
}

/// How much the place of the name that begins at the token makes it what the text is about, and
/// whether it opens its sentence.
fn place(x: &Extents, weights: &Weights, start: u32) -> (f64, bool) {
    let linked = |t: u32| x.is_any(t, any(&[Sign::Link, Sign::Preposition]));
    let first = x.analysis.sentence_of(start).first;
    if start > first && matches!(x.word(start - 1), "(" | "[" | "©") {
        return (weights.bracketed, false);
    }
    let from = x.subjects.around(start).map_or(start, |p| p.0).max(first);
    let complement = from < start && linked(start - 1);
    if complement || from > first && linked(from - 1) {
        (weights.oblique, false)
    } else if from <= first + 1 || x.is_punct(from - 1) {
        (1.0, from <= first + 1)
    } else {
        (weights.object, false)
    }
}
