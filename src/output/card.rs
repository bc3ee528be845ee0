//! The pictures that stand for the pages where they are shared.

use rayon::prelude::*;

use super::{Artifact, Content, Output, Sink};
use crate::model::site::Site;
use crate::render::card::Card as Drawing;
use crate::render::gate::Gate;
use crate::render::theme::Theme;

/// Cards.
pub(super) struct Card;

impl Output for Card {
    fn name(&self) -> &'static str {
        "cards"
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        if !site.settings.cards {
            return;
        }
        let put =
            |card: Drawing| sink.put(Artifact { address: card.address(), content: Content::Card(Box::new(card)) });
        let standpoints = site.editions.iter().filter_map(|edition| theme.standpoint(site, edition));
        let cards: Vec<Drawing> = standpoints.flat_map(|standpoint| Drawing::of_edition(&standpoint)).collect();
        sink.expects(cards.len());
        cards.into_par_iter().for_each(put);
    }
}
