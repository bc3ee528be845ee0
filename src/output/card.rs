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
        for edition in &site.editions {
            let Some(standpoint) = theme.standpoint(site, edition) else { continue };
            Drawing::of_edition(&standpoint).into_par_iter().for_each(put);
        }
    }
}
