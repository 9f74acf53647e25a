//! Whom a description means: a document, a body, whoever bears a role or is what the text is about.

use super::Resolver;
use super::cast::Search;
use super::heads::Head;
use crate::extract::quote::place::Span;
use crate::extract::quote::sign::Sign;
use crate::record::EntityKind;

impl<'a> Resolver<'a> {
    /// The organization behind a document: in its complement, else the one that the text is about.
    pub(super) fn document(&self, head: &Head, phrase: Span, search: &Search) -> Option<u32> {
        let (start, end) = phrase;
        let link = (head.at + 1..end).find(|&t| self.x.is(t, Sign::Link));
        if let Some(link) = link {
            let named = self.cast.within(link, end);
            let name = named.iter().find(|n| {
                n.kind == EntityKind::Organization && (link + 1..=link + 3).contains(&n.start)
            });
            return match name {
                Some(name) => Some(name.entity),
                None => {
                    let inner = (link + 1, end);
                    let head = self.heads.of(inner)?;
                    let bearer = self.known.bearer(&head, inner, |e| {
                        self.cast.kind(e) == Some(EntityKind::Organization)
                    });
                    bearer.or_else(|| self.body(&head, search))
                }
            };
        }
        if self.x.is(start, Sign::Owner) {
            return self.cast.taken_up(search);
        }
        let bare = end <= head.at + 1 && self.x.is(start, Sign::Definite);
        bare.then(|| self.cast.organization(search, |_| Some(1.0)))
            .flatten()
    }

    /// The organization of the kind that the noun means, which the text is about. What an organization has
    /// others report, it may say of itself by its name (`X will close, the firm said`).
    fn body(&self, head: &Head, search: &Search) -> Option<u32> {
        if !self.settings.is_body(&head.noun) {
            return None;
        }
        let search = Search {
            at: head.at,
            said: &[],
            ..*search
        };
        self.cast.organization(&search, |entity| {
            match self.known.is_kind(entity, &head.noun) {
                Some(fits) => fits.then_some(1.0),
                None => Some(self.settings.weights.unsure),
            }
        })
    }

    /// A description: by what somebody is called, as a body of an organization, or of the person that
    /// the text is about.
    pub(super) fn described<'q>(
        &self,
        head: &Head,
        phrase: Span,
        search: &impl Fn(&'q str) -> Search<'q>,
    ) -> Option<u32>
    where
        'a: 'q,
    {
        let (start, end) = phrase;
        if !self.x.is(start, Sign::Singular) {
            return None;
        }
        let first = self.x.analysis.folded(start);
        let settings = self.settings;
        let definite = settings.definite.get(first);
        let demonstrative = settings.demonstrative.get(first);
        let possessive = settings.possessive.get(first);
        let gender = definite.or(demonstrative).or(possessive)?;
        let gender = match head.gender {
            Some(own) if gender.len() > 1 => own,
            _ => gender,
        };
        let search = search(gender);
        let agrees = |entity: u32| {
            Some(entity) != search.not
                && match self.cast.kind(entity) {
                    Some(EntityKind::Person) => head.personal && self.cast.agrees(entity, gender),
                    _ => !head.personal || settings.is_body(&head.noun),
                }
        };
        if let Some(bearer) = self.known.bearer(head, phrase, agrees) {
            return Some(bearer);
        }
        let linked = |t: u32| self.x.is(t, Sign::Link);
        let complement = (head.at + 1..end).any(linked);
        if settings.is_body(&head.noun) {
            let named = self.cast.within(head.at, end);
            let inside = named.iter().find(|n| n.kind == EntityKind::Organization);
            return match inside {
                Some(name) => Some(name.entity),
                None if complement || possessive.is_some() => None,
                None => self.body(head, &search),
            };
        }
        let like = |entity| {
            let foreign = head.demonym.is_some() && self.known.is_foreign(entity, head);
            if foreign || self.known.is_elsewhere(entity, head, phrase) {
                return None;
            }
            Some(match self.known.is_of_field(entity, head) {
                Some(true) => 1.0,
                Some(false) => settings.weights.other_field,
                None => settings.weights.unknown_field,
            })
        };
        let topic = self.cast.somebody(&search, false, like);
        if let Some(bearer) = self.known.taken_up(head, phrase, topic, agrees) {
            return Some(bearer);
        }
        let anonymous = (start + 1..end).any(|t| self.x.is(t, Sign::Anonymous));
        if possessive.is_some() || !(head.personal || head.demonym.is_some()) {
            return None;
        }
        match demonstrative {
            Some(_) => topic,
            None if anonymous => None,
            // With a complement (`the mayor of Lyon`) it is somebody new, or the subject before.
            None => self.cast.somebody(&search, complement, like),
        }
    }
}
