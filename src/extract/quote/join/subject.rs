//! Who a cue without a speaker of its own belongs to.

use super::Joiner;
use crate::extract::quote::place::Saying;
use crate::extract::quote::sign::Sign;

impl Joiner<'_> {
    /// Gives each saying without a speaker of its own the subject of its cue.
    pub(super) fn speakers(&self, sayings: &mut [Saying]) {
        let analysis = self.x.analysis;
        for index in 0..sayings.len() {
            if sayings[index].speaker_settled {
                continue;
            }
            let at = sayings[index].start;
            let (room, _) = self.x.room(at);
            let sentence = analysis.sentence_of(at);
            let floor = room.max(sentence.first);
            let near = |s: &Saying| {
                s.start >= floor && s.speaker.is_some() && self.x.room(s.start).0 == room
            };
            let earlier = sayings[..index]
                .iter()
                .rev()
                .take(6)
                .find(|s| near(s))
                .and_then(|s| s.speaker);
            let joined = at > floor && self.x.is(at - 1, Sign::Joint);
            let own = (!sayings[index].dependent && !joined)
                .then(|| self.x.subjects.of_verb(at, floor))
                .flatten();
            let speaker = own.or(earlier).or_else(|| {
                if sayings[index].dependent && at <= floor + 1 {
                    // `Assuring that …, X left`: the subject stands behind the clause.
                    let end = self.x.clause_end(sayings[index].end, true);
                    return self.x.subjects.at(end + 1);
                }
                self.x.subjects.of_sentence(floor, at)
            });
            // `Before admitting …`: a sentence that hangs on the one before.
            let speaker = speaker.or_else(|| {
                let before = sayings[..index].last()?;
                let near = sayings[index].dependent
                    && analysis.block_of(before.start) == analysis.block_of(at);
                before.speaker.filter(|_| near)
            });
            sayings[index].speaker = speaker;
        }
    }
}
