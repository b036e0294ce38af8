// Fills the window with exactly cols x rows cells of whole device pixels.
//
// A cell is half an em wide and one em high, so blocks meet without a seam. Browsers round a font's ascent, so
// each size takes the block font whose ascent is whole there; every other size takes the one whose dots reach
// over the edge of the cell, as do cells stretched by up to STRETCH_MAX. What is left over becomes a margin.
const STRETCH_MAX = 1.08;
const ASCENTS = [[8, 7 / 8], [12, 11 / 12], [10, 9 / 10], [14, 6 / 7]];
const BLOCKS = "U+2500-259F, U+1CD00-1CEBF, U+1FB00-1FBFF";

export async function fit(terminal, cols, rows) {
  const scale = window.devicePixelRatio;
  const wide = Math.floor(innerWidth * scale / cols);
  const high = Math.floor(innerHeight * scale / rows);
  const size = Math.max(4, 2 * Math.floor(Math.min(wide, high / 2)));
  const cellWide = Math.min(wide, Math.floor(size / 2 * STRETCH_MAX));
  const cellHigh = Math.min(high, Math.floor(size * STRETCH_MAX));
  const isExact = cellWide * 2 === size && cellHigh === size;
  const family = await loadFamily(size, isExact);
  terminal.options.fontFamily = `"${family}", monospace`;
  // FreeType gives half of 40 px as 19.99998, which the terminal would floor to 19: hence the grain more.
  terminal.options.fontSize = (size + 0.01) / scale;
  terminal.options.letterSpacing = cellWide - size / 2;
  terminal.options.lineHeight = cellHigh === size ? 1 : (cellHigh + 0.5) / size;
  terminal.resize(cols, rows);
  const drawn = document.querySelector(".xterm-screen").getBoundingClientRect().width * scale / cols;
  terminal.options.letterSpacing += Math.round(cellWide - drawn);
  document.body.dataset.cell = `${cellWide}x${cellHigh}`;
  document.body.dataset.font = family;
}

async function loadFamily(size, isExact) {
  const [step, share] = ASCENTS.find(([step]) => isExact && size % step === 0) ?? ["Bleed", 7 / 8];
  const ascent = Math.round(size * share) / size;
  const family = `Wutong ${size} ${step}`;
  if (document.fonts.check(`${size}px "${family}"`, "A") && document.body.dataset.font === family) return family;
  const metrics = { ascentOverride: percent(ascent), descentOverride: percent(1 - ascent), lineGapOverride: "0%" };
  const faces = [["400", "Regular"], ["700", "Bold"]].flatMap(([weight, style]) => [
    new FontFace(family, `url(/fonts/WutongHall-${style}.woff2)`, { ...metrics, weight }),
    new FontFace(family, `url(/fonts/WutongBlocks-${step}.woff2)`, { ...metrics, weight, unicodeRange: BLOCKS }),
  ]);
  await Promise.all(faces.map((face) => face.load()));
  faces.forEach((face) => document.fonts.add(face));
  return family;
}

function percent(share) {
  return `${(share * 100).toFixed(4)}%`;
}
