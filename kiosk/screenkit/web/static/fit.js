// Shows cols x rows cells as large as the window allows, on whole device pixels, in the middle of the window.
//
// A cell is half an em wide and one em high. Each even size has a block font of its own, in which every edge is
// a whole pixel, so that blocks meet without a seam; lines are measured by it too.
// What is left of the window is a margin: none for 96x27, 160x45 and 320x90 on 1920x1080 and on 3840x2160.
const SIZE_MIN = 8;
const SIZE_MAX = 96;
// The space makes the block font the one that browsers measure lines by.
const BLOCKS = "U+20, U+2500-259F, U+1CD00-1CEBF, U+1FB00-1FBFF";

export async function fit(terminal, cols, rows) {
  const scale = window.devicePixelRatio;
  const wide = Math.floor(innerWidth * scale / cols);
  const high = Math.floor(innerHeight * scale / rows);
  const size = Math.min(SIZE_MAX, Math.max(SIZE_MIN, 2 * Math.floor(Math.min(wide, high / 2))));
  const family = await loadFamily(size);
  terminal.options.fontFamily = `"${family}", monospace`;
  // FreeType gives half of 40 px as 19.99998, which the terminal would floor to 19: hence the grain more.
  terminal.options.fontSize = (size + 0.01) / scale;
  terminal.options.letterSpacing = 0;
  terminal.resize(cols, rows);
  const drawn = document.querySelector(".xterm-screen").getBoundingClientRect().width * scale / cols;
  terminal.options.letterSpacing = Math.round(size / 2 - drawn);
  document.body.dataset.cell = `${size / 2}x${size}`;
}

async function loadFamily(size) {
  const family = `Wutong ${size}`;
  if (document.body.dataset.font === family) return family;
  const faces = [["400", "Regular"], ["700", "Bold"]].flatMap(([weight, style]) => [
    new FontFace(family, `url(/fonts/WutongHall-${style}.woff2)`, { weight }),
    new FontFace(family, `url(/fonts/WutongBlocks-${size}.woff2)`, { weight, unicodeRange: BLOCKS }),
  ]);
  await Promise.all(faces.map((face) => face.load()));
  faces.forEach((face) => document.fonts.add(face));
  document.body.dataset.font = family;
  return family;
}
