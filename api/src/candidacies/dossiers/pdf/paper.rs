//! Paper: text, tables and drawings one below the other on as many sheets as it takes, with a tree of tags beside them for
//! whoever has the document read out. What it says, and where, is settled before a byte of PDF is written, for the contents
//! come first and name the pages of all that follows.

use krilla::{
    Document, SerializeSettings,
    action::LinkAction,
    annotation::{Annotation, LinkAnnotation, Target},
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    error::KrillaError,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::{Page, PageSettings},
    paint::{Fill, Stroke, StrokeDash},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, Tag, TagGroup, TagKind, TagTree},
    text::{Font, GlyphId, KrillaGlyph},
};
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};
use unicode_normalization::UnicodeNormalization;

/// A4, in points.
pub const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
pub const MARGIN: f32 = 56.0;
const FOOT: f32 = HEIGHT - 62.0;
pub const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
/// From line to line, in sizes of the type.
const LEADING: f32 = 1.35;

pub const INK: Colour = Colour(0x17, 0x21, 0x2B);
pub const MOSELLE: Colour = Colour(0x0F, 0x4C, 0x75);
pub const ARDOISE: Colour = Colour(0x55, 0x61, 0x6D);
pub const JAUMONT: Colour = Colour(0xEF, 0xE4, 0xC4);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    fn fill(self) -> Fill {
        Fill { paint: rgb::Color::new(self.0, self.1, self.2).into(), ..Fill::default() }
    }
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub size: f32,
    pub bold: bool,
    pub colour: Colour,
}

pub const TEXT: Style = Style { size: 10.5, bold: false, colour: INK };
pub const STRONG: Style = Style { bold: true, ..TEXT };
pub const SMALL: Style = Style { size: 8.5, bold: false, colour: ARDOISE };

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    Web(String),
    /// A place of this document by its name.
    Place(String),
}

/// A stretch of text set in one way.
#[derive(Clone, Debug)]
pub struct Run {
    pub text: String,
    pub style: Style,
    pub to: Option<To>,
}

impl Run {
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style, to: None }
    }

    pub fn link(text: impl Into<String>, style: Style, to: To) -> Self {
        Self { text: text.into(), style: Style { colour: MOSELLE, ..style }, to: Some(to) }
    }
}

/// An element of the tree of tags.
struct Tagged {
    tag: TagKind,
    children: Vec<Child>,
}

#[derive(Clone, Copy)]
enum Child {
    Element(usize),
    /// What is drawn, by its number.
    Drawn(usize),
}

/// Something on a sheet.
enum Mark {
    Text { x: f32, y: f32, text: String, style: Style },
    Line { path: Path, colour: Colour, width: f32, dashed: bool },
    Area { path: Path, colour: Colour },
    Link { rect: Rect, to: To, says: String },
}

struct Placed {
    mark: Mark,
    /// Nothing where it says nothing: a rule, the number of a page.
    number: Option<usize>,
}

type Sheet = Vec<Placed>;

/// A place of the document.
struct Place {
    name: String,
    sheet: usize,
    y: f32,
}

/// A heading, for the contents.
#[derive(Clone)]
struct Heading {
    level: u16,
    text: String,
    sheet: usize,
    y: f32,
}

/// A typeface with what is needed to measure it.
struct Face {
    font: Font,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
}

impl Face {
    fn load(bytes: &'static [u8]) -> Result<Self, String> {
        let face = FontRef::new(bytes).map_err(|error| error.to_string())?;
        let font = Font::new(bytes.into(), 0).ok_or("a typeface cannot be read")?;
        Ok(Self { font, letters: face.charmap(), widths: face.glyph_metrics(Size::new(1.0), LocationRef::default()) })
    }

    fn width(&self, letter: char) -> f32 {
        self.letters.map(letter).and_then(|glyph| self.widths.advance_width(glyph)).unwrap_or_default()
    }
}

pub struct Paper {
    faces: [Face; 2],
    sheets: Vec<Sheet>,
    /// The baseline that was written last.
    y: f32,
    tree: Vec<Tagged>,
    open: Vec<usize>,
    drawn: usize,
    places: Vec<Place>,
    headings: Vec<Heading>,
}

/// What the document says of itself.
pub struct Title {
    pub title: String,
    pub language: &'static str,
    pub author: String,
    pub contents: String,
}

impl Paper {
    pub fn new() -> Result<Self, String> {
        let faces = [
            Face::load(include_bytes!("../../../../fonts/SourceSans3-Regular.ttf"))?,
            Face::load(include_bytes!("../../../../fonts/SourceSans3-Bold.ttf"))?,
        ];
        let root = Tagged { tag: Tag::Part.into(), children: vec![] };
        let (sheets, open) = (vec![vec![]], vec![0]);
        Ok(Self { faces, sheets, y: MARGIN, tree: vec![root], open, drawn: 0, places: vec![], headings: vec![] })
    }

    fn face(&self, style: Style) -> &Face {
        &self.faces[usize::from(style.bold)]
    }

    /// As it can be drawn: composed, on one line, each letter that the typeface lacks as one that it has.
    fn clean(&self, text: &str, style: Style) -> String {
        let face = self.face(style);
        let letter = |letter: char| match letter {
            // Marks that are no letters: a document that can be read out has no code for them.
            letter if letter.is_control() || matches!(letter, '\u{feff}' | '\u{fffe}' | '\u{ffff}') => ' ',
            letter if face.letters.map(letter).is_some_and(|glyph| glyph.to_u32() != 0) => letter,
            letter if letter.is_whitespace() => '\u{a0}',
            _ => '?',
        };
        text.nfc().map(letter).collect()
    }

    pub fn width(&self, text: &str, style: Style) -> f32 {
        let face = self.face(style);
        text.chars().map(|letter| face.width(letter)).sum::<f32>() * style.size
    }

    pub fn new_sheet(&mut self) {
        self.sheets.push(vec![]);
        self.y = MARGIN;
    }

    /// Begins another sheet unless there is room for so much.
    pub fn need(&mut self, height: f32) {
        if self.y + height > FOOT {
            self.new_sheet();
        }
    }

    pub fn skip(&mut self, height: f32) {
        self.y += height;
    }

    pub fn y(&self) -> f32 {
        self.y
    }

    /// All that is written within stands below this tag.
    pub fn within<T>(&mut self, tag: impl Into<TagKind>, write: impl FnOnce(&mut Self) -> T) -> T {
        let number = self.tree.len();
        self.tree.push(Tagged { tag: tag.into(), children: vec![] });
        let parent = self.open.last().copied().unwrap_or_default();
        self.tree[parent].children.push(Child::Element(number));
        self.open.push(number);
        let outcome = write(self);
        self.open.pop();
        outcome
    }

    fn put(&mut self, mark: Mark) {
        let number = self.drawn;
        self.drawn += 1;
        let open = self.open.last().copied().unwrap_or_default();
        self.tree[open].children.push(Child::Drawn(number));
        self.lay(Placed { mark, number: Some(number) });
    }

    fn lay(&mut self, placed: Placed) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(placed);
        }
    }

    /// A text at a place of its own, within a drawing.
    pub fn label(&mut self, x: f32, y: f32, text: &str, style: Style) {
        let text = self.clean(text, style);
        self.put(Mark::Text { x, y, text, style });
    }

    pub fn line(&mut self, points: &[(f32, f32)], colour: Colour, width: f32, dashed: bool) {
        if let Some(path) = through(points, false) {
            self.put(Mark::Line { path, colour, width, dashed });
        }
    }

    pub fn area(&mut self, points: &[(f32, f32)], colour: Colour) {
        if let Some(path) = through(points, true) {
            self.put(Mark::Area { path, colour });
        }
    }

    /// A thin line across the column, which says nothing.
    pub fn rule(&mut self) {
        let y = self.y + 4.0;
        if let Some(path) = through(&[(MARGIN, y), (MARGIN + COLUMN, y)], false) {
            self.lay(Placed { mark: Mark::Line { path, colour: JAUMONT, width: 0.8, dashed: false }, number: None });
        }
        self.y = y;
    }

    /// What is written next can be linked to by this name.
    pub fn place(&mut self, name: String) {
        let (sheet, y) = (self.sheets.len() - 1, self.y);
        self.places.push(Place { name, sheet, y });
    }

    pub fn heading(&mut self, level: u16, text: &str) {
        let size = [26.0, 18.0, 13.0][usize::from(level - 1).min(2)];
        let style = Style { size, bold: true, colour: if level == 3 { INK } else { MOSELLE } };
        self.skip(if level == 2 { 20.0 } else { 14.0 });
        // With the beginning of what it is the heading of.
        self.need(size * LEADING + 48.0);
        let text = self.clean(text, style);
        self.headings.push(Heading { level, text: text.clone(), sheet: self.sheets.len() - 1, y: self.y });
        let tag = Tag::Hn(std::num::NonZeroU16::new(level).unwrap_or(std::num::NonZeroU16::MIN), Some(text.clone()));
        self.within(tag, |paper| paper.flow(&[Run::new(text, style)], MARGIN, COLUMN));
        self.skip(3.0);
    }

    pub fn paragraph(&mut self, runs: &[Run]) {
        self.indented(runs, 0.0);
    }

    pub fn indented(&mut self, runs: &[Run], indent: f32) {
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            return;
        }
        self.within(Tag::P, |paper| paper.flow(runs, MARGIN + indent, COLUMN - indent));
        self.skip(3.0);
    }

    /// A row of cells, each with its share of the column, on one sheet: what a cell holds is short.
    pub fn row(&mut self, cells: &[(f32, Vec<Run>)], is_head: bool) {
        let lines: Vec<Vec<Vec<Run>>> = cells.iter().map(|(share, runs)| self.broken(runs, share * COLUMN - 8.0)).collect();
        let size = TEXT.size * LEADING;
        let deepest = lines.iter().map(Vec::len).max().unwrap_or_default() as f32;
        self.need((deepest * size).min(FOOT - MARGIN - size));
        let top = self.y;
        let mut bottom = top;
        self.within(Tag::TR, |paper| {
            let mut x = MARGIN;
            for ((share, _), lines) in cells.iter().zip(lines) {
                let tag: TagKind = match is_head {
                    true => Tag::TH(krilla::tagging::TableHeaderScope::Column).into(),
                    false => Tag::TD.into(),
                };
                paper.y = top;
                paper.within(tag, |paper| paper.within(Tag::P, |paper| paper.set(lines, x)));
                bottom = bottom.max(paper.y);
                x += share * COLUMN;
            }
        });
        self.y = bottom;
        self.rule();
        self.skip(2.0);
    }

    /// Writes from here on downwards, on further sheets where it takes them.
    fn flow(&mut self, runs: &[Run], x: f32, width: f32) {
        let lines = self.broken(runs, width);
        self.set(lines, x);
    }

    fn set(&mut self, lines: Vec<Vec<Run>>, x: f32) {
        for line in lines {
            let size = line.iter().map(|run| run.style.size).fold(0.0, f32::max);
            self.need(size * LEADING);
            self.y += size * LEADING;
            let (mut at, y) = (x, self.y);
            for run in line {
                let width = self.width(&run.text, run.style);
                let Run { text, style, to } = run;
                match to {
                    None => self.put(Mark::Text { x: at, y, text, style }),
                    Some(to) => self.within(Tag::Link, |paper| {
                        let says = match &to {
                            To::Web(address) => address.clone(),
                            To::Place(_) => text.trim().to_owned(),
                        };
                        paper.put(Mark::Text { x: at, y, text, style });
                        if let Some(rect) = Rect::from_ltrb(at, y - style.size, at + width.max(1.0), y + style.size * 0.3) {
                            paper.put(Mark::Link { rect, to, says });
                        }
                    }),
                }
                at += width;
            }
        }
    }

    /// The runs in lines that are no wider than this.
    fn broken(&self, runs: &[Run], width: f32) -> Vec<Vec<Run>> {
        let mut lines: Vec<Vec<Run>> = vec![];
        let (mut line, mut used): (Vec<Run>, f32) = (vec![], 0.0);
        for run in runs {
            for (number, paragraph) in run.text.split('\n').enumerate() {
                if number > 0 && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                for word in self.clean(paragraph, run.style).split_inclusive(' ') {
                    for part in self.parts(word, run.style, width) {
                        let wide = self.width(&part, run.style);
                        if used + self.width(part.trim_end(), run.style) > width && !line.is_empty() {
                            lines.push(std::mem::take(&mut line));
                            used = 0.0;
                        }
                        used += wide;
                        match line.last_mut() {
                            Some(last) if last.style == run.style && last.to == run.to => last.text.push_str(&part),
                            _ => line.push(Run { text: part, ..run.clone() }),
                        }
                    }
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// A word that is wider than a line, an address for one, in as many parts as it takes.
    fn parts(&self, word: &str, style: Style, width: f32) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut used = 0.0;
        for letter in word.chars() {
            let wide = self.face(style).width(letter) * style.size;
            if used + wide > width && letter != ' ' {
                parts.push(String::new());
                used = 0.0;
            }
            used += wide;
            if let Some(last) = parts.last_mut() {
                last.push(letter);
            }
        }
        parts
    }

    /// The contents on sheets of their own behind the first one, and all of it as PDF.
    pub fn write(mut self, title: &Title) -> Result<Vec<u8>, String> {
        let entries: Vec<Heading> = self.headings.iter().filter(|heading| heading.level > 1).cloned().collect();
        let before = self.sheets.len();
        let toc = self.tree.len();
        self.contents(&entries, title);
        // They were written last and are read second.
        let inserted = self.sheets.len() - before;
        self.sheets[1..].rotate_right(inserted);
        let children = &mut self.tree[0].children;
        if let Some(place) = children.iter().position(|child| matches!(child, Child::Element(number) if *number == toc)) {
            let contents = children.split_off(place);
            let second = 1.min(children.len());
            children.splice(second..second, contents);
        }
        let moved = |sheet: usize| if sheet == 0 { 0 } else { sheet + inserted };
        self.places.iter_mut().for_each(|place| place.sheet = moved(place.sheet));
        self.headings.iter_mut().for_each(|heading| heading.sheet = moved(heading.sheet));
        self.emit(title).map_err(|error| format!("{error:?}"))
    }

    fn contents(&mut self, entries: &[Heading], title: &Title) {
        const LINE: f32 = 18.0;
        self.new_sheet();
        let first = self.sheets.len();
        let style = Style { size: 18.0, bold: true, colour: MOSELLE };
        self.skip(24.0);
        let (above, room) = (self.y + style.size * LEADING + 6.0, FOOT);
        // How many sheets they take decides what the numbers on them are.
        let (mut sheets, mut y) = (1, above);
        for _ in entries {
            if y + LINE > room {
                sheets += 1;
                y = MARGIN;
            }
            y += LINE;
        }
        self.within(Tag::Section, |paper| {
            let says = title.contents.clone();
            paper.within(Tag::P, |paper| paper.flow(&[Run::new(says, style)], MARGIN, COLUMN));
            paper.skip(6.0);
            paper.within(Tag::TOC, |paper| {
                for (number, entry) in entries.iter().enumerate() {
                    paper.need(LINE);
                    paper.entry(entry, number, entry.sheet + sheets + 1);
                }
            });
        });
        debug_assert_eq!(self.sheets.len() + 1 - first, sheets);
        let places = entries.iter().enumerate();
        self.places.extend(places.map(|(number, entry)| Place {
            name: format!("heading-{number}"),
            sheet: entry.sheet,
            y: entry.y,
        }));
    }

    fn entry(&mut self, entry: &Heading, number: usize, page: usize) {
        let style = if entry.level == 2 { STRONG } else { TEXT };
        let indent = if entry.level == 2 { 0.0 } else { 16.0 };
        let page = page.to_string();
        let room = COLUMN - indent - 40.0;
        let mut text = entry.text.clone();
        while self.width(&text, style) > room && text.pop().is_some() {}
        if text != entry.text {
            text.push('…');
        }
        let (x, wide, pages) = (MARGIN + indent, self.width(&text, style), self.width(&page, style));
        self.y += 18.0;
        let y = self.y;
        if let Some(path) = through(&[(x + wide + 6.0, y), (MARGIN + COLUMN - pages - 6.0, y)], false) {
            self.lay(Placed { mark: Mark::Line { path, colour: JAUMONT, width: 0.6, dashed: true }, number: None });
        }
        self.within(Tag::TOCI, |paper| {
            paper.within(Tag::Link, |paper| {
                paper.put(Mark::Text { x, y, text: format!("{text} "), style });
                paper.put(Mark::Text { x: MARGIN + COLUMN - pages, y, text: page, style });
                if let Some(rect) = Rect::from_ltrb(x, y - style.size, MARGIN + COLUMN, y + 4.0) {
                    paper.put(Mark::Link { rect, to: To::Place(format!("heading-{number}")), says: entry.text.clone() });
                }
            });
        });
    }

    fn emit(self, title: &Title) -> Result<Vec<u8>, KrillaError> {
        let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        let configuration = configuration.unwrap_or_default();
        let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let mut identifiers: Vec<Option<Identifier>> = (0..self.drawn).map(|_| None).collect();
        let count = self.sheets.len();
        for (number, sheet) in self.sheets.iter().enumerate() {
            let Some(size) = PageSettings::from_wh(WIDTH, HEIGHT) else { continue };
            let mut page = document.start_page_with(size);
            let mut surface = page.surface();
            for placed in sheet {
                self.draw(&mut surface, placed, &mut identifiers);
            }
            self.foot(&mut surface, &title.title, number + 1, count);
            surface.finish();
            for placed in sheet {
                self.annotate(&mut page, placed, &mut identifiers);
            }
            page.finish();
        }
        document.set_outline(self.outline());
        let metadata = Metadata::new().title(title.title.clone()).language(title.language.to_owned());
        document.set_metadata(metadata.authors(vec![title.author.clone()]).creator("LORnTECH".to_owned()));
        let mut tree = TagTree::new().with_lang(Some(title.language.to_owned()));
        for child in group(&self.tree, 0, &mut identifiers) {
            tree.push(child);
        }
        document.set_tag_tree(tree);
        document.finish()
    }

    fn draw(&self, surface: &mut Surface<'_>, placed: &Placed, identifiers: &mut [Option<Identifier>]) {
        let tag = match (placed.number, &placed.mark) {
            (_, Mark::Link { .. }) => return,
            (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            (Some(_), Mark::Text { .. }) => ContentTag::Span(SpanTag::empty()),
            (Some(_), _) => ContentTag::Other,
        };
        let identifier = surface.start_tagged(tag);
        match &placed.mark {
            Mark::Text { x, y, text, style } => self.letters(surface, (*x, *y), text, *style),
            Mark::Line { path, colour, width, dashed } => {
                surface.set_fill(None);
                let dash = dashed.then(|| StrokeDash { array: vec![3.0, 3.0], offset: 0.0 });
                let paint = rgb::Color::new(colour.0, colour.1, colour.2).into();
                surface.set_stroke(Some(Stroke { paint, width: *width, dash, ..Stroke::default() }));
                surface.draw_path(path);
                surface.set_stroke(None);
            }
            Mark::Area { path, colour } => {
                surface.set_fill(Some(colour.fill()));
                surface.draw_path(path);
            }
            Mark::Link { .. } => {}
        }
        surface.end_tagged();
        if let Some(number) = placed.number {
            identifiers[number] = Some(identifier);
        }
    }

    fn letters(&self, surface: &mut Surface<'_>, (x, y): (f32, f32), text: &str, style: Style) {
        let face = self.face(style);
        let glyph = |(at, letter): (usize, char)| {
            let id = face.letters.map(letter).map_or(0, |glyph| glyph.to_u32());
            KrillaGlyph::new(GlyphId::new(id), face.width(letter), 0.0, 0.0, 0.0, at..at + letter.len_utf8(), None)
        };
        let glyphs: Vec<KrillaGlyph> = text.char_indices().map(glyph).collect();
        surface.set_fill(Some(style.colour.fill()));
        surface.draw_glyphs(Point::from_xy(x, y), &glyphs, face.font.clone(), text, style.size, false);
    }

    fn foot(&self, surface: &mut Surface<'_>, title: &str, page: usize, count: usize) {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        let mut title = self.clean(title, SMALL);
        while self.width(&title, SMALL) > COLUMN - 60.0 && title.pop().is_some() {}
        let pages = format!("{page} / {count}");
        let x = MARGIN + COLUMN - self.width(&pages, SMALL);
        self.letters(surface, (MARGIN, HEIGHT - 36.0), &title, SMALL);
        self.letters(surface, (x, HEIGHT - 36.0), &pages, SMALL);
        surface.end_tagged();
    }

    fn annotate(&self, page: &mut Page<'_>, placed: &Placed, identifiers: &mut [Option<Identifier>]) {
        let (Mark::Link { rect, to, says }, Some(number)) = (&placed.mark, placed.number) else { return };
        let target = match to {
            To::Web(address) => Target::Action(LinkAction::new(address.clone()).into()),
            // One that is not there leads to the beginning.
            To::Place(name) => {
                let place = self.places.iter().find(|place| place.name == *name);
                let (sheet, y) = place.map_or((0, 0.0), |place| (place.sheet, place.y));
                Target::Destination(XyzDestination::new(sheet, Point::from_xy(0.0, y)).into())
            }
        };
        let annotation = Annotation::new_link(LinkAnnotation::new(*rect, target), Some(says.clone()));
        identifiers[number] = Some(page.add_tagged_annotation(annotation));
    }

    fn outline(&self) -> Outline {
        let mut parts: Vec<OutlineNode> = vec![];
        for heading in self.headings.iter().filter(|heading| heading.level > 1) {
            let at = XyzDestination::new(heading.sheet, Point::from_xy(0.0, heading.y));
            let node = OutlineNode::new(heading.text.clone(), at);
            match parts.last_mut() {
                Some(part) if heading.level > 2 => part.push_child(node),
                _ => parts.push(node),
            }
        }
        let mut outline = Outline::new();
        parts.into_iter().for_each(|part| outline.push_child(part));
        outline
    }
}

/// What stands below an element, each once.
fn group(tree: &[Tagged], number: usize, identifiers: &mut Vec<Option<Identifier>>) -> Vec<Node> {
    let mut nodes = vec![];
    for child in &tree[number].children {
        match child {
            Child::Drawn(drawn) => nodes.extend(identifiers[*drawn].take().map(Node::from)),
            Child::Element(element) => {
                let below = group(tree, *element, identifiers);
                if !below.is_empty() {
                    nodes.push(TagGroup::with_children(tree[*element].tag.clone(), below).into());
                }
            }
        }
    }
    nodes
}

fn through(points: &[(f32, f32)], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let mut points = points.iter();
    let (x, y) = points.next()?;
    builder.move_to(*x, *y);
    points.for_each(|(x, y)| builder.line_to(*x, *y));
    if closed {
        builder.close();
    }
    builder.finish()
}
