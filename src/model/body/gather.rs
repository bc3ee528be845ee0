//! Taking subtrees out of their places and gathering them at the end, as footnotes are.

use super::{Body, Node};

/// Belongs to a subtree that is dropped.
const NOWHERE: usize = usize::MAX;

impl Body {
    /// Moves whole subtrees to the end, in the order given, and drops those of `dropped`.
    ///
    /// A subtree inside another is taken out of it first.
    pub fn gather(&mut self, moved: &[usize], dropped: &[usize]) {
        let groups = self.groups(moved, dropped);
        let old = std::mem::take(&mut self.nodes);
        let mut tapes: Vec<Vec<(usize, Node)>> = vec![Vec::new(); moved.len() + 1];
        for (index, (node, group)) in old.into_iter().zip(groups).enumerate() {
            if group != NOWHERE {
                tapes[group].push((index, node));
            }
        }
        self.joins = false;
        for group in tapes {
            self.adopt(group);
        }
    }

    /// Where each node goes: 0 the text that stays, n the nth moved subtree.
    fn groups(&self, moved: &[usize], dropped: &[usize]) -> Vec<usize> {
        let mut groups = vec![0_usize; self.nodes.len()];
        for (at, &root) in moved.iter().enumerate() {
            groups[root] = at + 1;
        }
        for &root in dropped {
            groups[root] = NOWHERE;
        }
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (node, group) in groups.iter_mut().enumerate() {
            while open.last().is_some_and(|(end, _)| *end <= node) {
                open.pop();
            }
            if *group == 0 {
                *group = open.last().map_or(0, |(_, around)| *around);
            }
            if !self.nodes[node].kind.is_leaf() {
                open.push((self.end_of(node), *group));
            }
        }
        groups
    }

    /// Appends nodes that come, in their order, from a tape in which the numbers beside them held.
    fn adopt(&mut self, nodes: Vec<(usize, Node)>) {
        let mut open: Vec<(u32, usize)> = Vec::new();
        for (old, node) in nodes {
            while let Some(&(end, at)) = open.last()
                && end as usize <= old
            {
                self.nodes[at].extent.end = self.nodes.len() as u32;
                open.pop();
            }
            if !node.kind.is_leaf() {
                open.push((node.extent.end, self.nodes.len()));
            }
            self.nodes.push(node);
        }
        while let Some((_, at)) = open.pop() {
            self.nodes[at].extent.end = self.nodes.len() as u32;
        }
    }
}
