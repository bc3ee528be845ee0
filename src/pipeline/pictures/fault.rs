//! What is wrong with a picture that no form can be made of.

use crate::diag::{Diagnostic, code, text};
use crate::model::picture::PictureFile;
use crate::picture::decode::Fault;

/// A picture whose colour profile is a bomb.
pub(super) fn overfull(file: &PictureFile) -> Diagnostic {
    let path = file.path.clone();
    Diagnostic::new(code::P015, text!("the colour profile in `{path}` unpacks into more than 4 million bytes", path))
        .at(&file.place.0, file.place.1.clone())
        .help(text!("export the picture again, in sRGB and without metadata"))
}

/// A picture that cannot be read.
pub(super) fn damaged(file: &PictureFile, fault: &Fault) -> Diagnostic {
    let path = file.path.clone();
    let message = match fault {
        Fault::Cut => text!("`{path}` ends before the picture does", path),
        Fault::Damaged(said) if said.is_empty() => text!("`{path}` is damaged", path),
        Fault::Damaged(said) => text!("`{path}` is damaged: {said}", path, said),
    };
    Diagnostic::new(code::P003, message)
        .at(&file.place.0, file.place.1.clone())
        .help(text!("copy or export the picture again; a picture viewer shows whether it is whole"))
}

/// A picture of which a form cannot be made.
pub(super) fn unwritten(file: &PictureFile, said: &str) -> Diagnostic {
    let path = file.path.clone();
    Diagnostic::new(code::P003, text!("nothing can be made of `{path}`: {said}", path, said))
        .at(&file.place.0, file.place.1.clone())
        .help(text!("copy or export the picture again; a picture viewer shows whether it is whole"))
}
