// What the cases record: every checked line becomes one entry of the list that the run returns. Values are written
// in a form of their own, because JSON has no undefined, NaN or Infinity, and with sorted keys, because a hash has no order.
function show(v) {
  if (v === undefined || v === null || typeof v === 'boolean') return String(v);
  if (typeof v === 'number') return Object.is(v, -0) ? '-0' : String(v);
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'bigint') return v + 'n';
  if (Array.isArray(v)) return '[' + v.map(show).join(', ') + ']';
  if (typeof v === 'object') return '{' + Object.keys(v).sort().map(k => JSON.stringify(k) + ': ' + show(v[k])).join(', ') + '}';
  return typeof v;
}

function describe(e) {
  if (!(e instanceof Error)) return 'thrown ' + show(e);
  return e.name + ': ' + e.message;
}

// matches says what is wrong with an error, or nothing. names are alternatives, props must be equal, and the message must
// contain every part.
function matches(e, names, props, parts) {
  if (!(e instanceof Error)) return 'is no Error';
  if (!names.includes(e.name)) return 'has another name';
  if (globalThis[e.name] && !(e instanceof globalThis[e.name])) return 'is no instance of ' + e.name;
  for (const p of Object.keys(props)) {
    if (show(e[p]) !== show(props[p])) return 'has ' + p + ' ' + show(e[p]) + ', not ' + show(props[p]);
  }
  for (const part of parts) {
    if (!e.message.includes(part)) return 'does not say ' + JSON.stringify(part);
  }
}

module.exports = function recorder() {
  const results = [];
  const is = (line, got, want) => results.push({line, got: show(got), want: show(want)});
  const fails = (line, e, names, props, parts) => {
    const wrong = matches(e, names, props, parts);
    results.push({line, got: describe(e) + (wrong ? ' (' + wrong + ')' : ''), want: wrong ? names.join('|') + ' ' + show(props) + ' ' + show(parts) : describe(e)});
  };
  const returned = (line, v, names) => results.push({line, got: 'returned ' + show(v), want: 'an exception: ' + names.join('|')});
  return {
    results,
    value(line, f, want) {
      let got;
      try { got = f(); } catch (e) { results.push({line, got: describe(e), want: show(want())}); return; }
      is(line, got, want());
    },
    async valueLater(line, f, want) {
      let got;
      try { got = await f(); } catch (e) { results.push({line, got: describe(e), want: show(want())}); return; }
      is(line, got, want());
    },
    error(line, f, names, props, parts) {
      let got;
      try { got = f(); } catch (e) { fails(line, e, names, props(), parts); return; }
      returned(line, got, names);
    },
    async errorLater(line, f, names, props, parts) {
      let got;
      try { got = await f(); } catch (e) { fails(line, e, names, props(), parts); return; }
      returned(line, got, names);
    },
    show,
    // until waits for f() to be true, for two seconds at most.
    async until(f) {
      for (const end = Date.now() + 2000; Date.now() < end;) {
        if (f()) return true;
        await new Promise(r => setTimeout(r, 2));
      }
      return false;
    },
  };
};
