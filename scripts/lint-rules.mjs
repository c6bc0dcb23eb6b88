/** Rules of this repository that oxlint does not bring; named `house/…` in .oxlintrc.json. */

/** `new Date()` and `Date()` ask the clock; `new Date(value)` does not. */
const noClock = {
  create: (/** @type {any} */ context) => {
    const report = (/** @type {any} */ node) => {
      if (node.callee.name !== 'Date' || node.arguments.length > 0) return;
      context.report({
        node,
        message: 'The domain has no clock: `now` is an argument, so a year is one line in a test.',
      });
    };
    return { NewExpression: report, CallExpression: report };
  },
};

export default { meta: { name: 'house' }, rules: { 'no-clock': noClock } };
