// Queries: what is asked of the server, and what of it the caller gets.
function thrownBy(make) {
  try {
    make();
  } catch (error) {
    return error;
  }
  throw new Error(`${make} was not refused`);
}

export const queries = [
  {
    name: 'a query of terms under "and" is one request, and its experiments come from one listing',
    async run({ assert, open, builders, project, questions, listings }) {
      const { Metric, Parameter, Tag } = builders;
      const api = open();
      const query = Metric('loss').lt(0.1).and(Tag('best').not(), Parameter('opt').contains('ad'));
      const found = await api.query('ws', project, query);
      assert.deepEqual(
        found.map(({ key, name }) => [key, name]),
        [
          ['k2', 'two'],
          ['k1', 'one'],
        ],
      );
      const [body, ...others] = await questions();
      assert.deepEqual(others, []);
      assert.deepEqual(
        body.predicates.map(({ source, query: { rules } }) => [
          source,
          rules.map(({ operator, value }) => [operator, value]),
        ]),
        [
          ['metrics', [['less', 0.1]]],
          ['tag', [['not_equal', 'best']]],
          ['params', [['contains', 'ad']]],
        ],
      );
      assert.equal((await listings()).length, 1);
    },
  },
  {
    name: 'alternatives are a request each, and what they find is united',
    async run({ assert, open, builders, project, questions }) {
      const { Metric, Tag } = builders;
      const api = open();
      const query = Tag('best').or(Metric('loss').ge(1).not().not());
      const found = await api.query('ws', project, query, true);
      assert.deepEqual(
        found.map(({ key }) => key),
        ['k2', 'k1'],
      );
      const bodies = await questions();
      assert.equal(bodies.length, 2);
      assert.ok(bodies.every(({ archived }) => archived === true));
    },
  },
  {
    name: 'values of every kind reach the server',
    async run({ assert, open, builders, project, questions }) {
      const { Environment, Metadata, Metric, Other, Parameter } = builders;
      const api = open();
      const query = Metadata('start_server_timestamp')
        .ge(new Date(Date.UTC(2026, 8, 24, 5, 6, 7, 89)))
        .and(
          Metadata('duration').between(1.5, 7200),
          Metric('loss').ne(9007199254740993n),
          Metric('loss').gt(1e300),
          Metric('loss').le(-0.0000001),
          Parameter('opt').eq('"é\\ 😀\n\b'),
          Parameter('flag').eq(true),
          Other('Name').isNull().not(),
          Other('Name').isEmpty(),
          Environment('os').startsWith('Li'),
          Environment('os').endsWith('ux'),
        );
      await api.query('ws', project, query);
      const [{ predicates }] = await questions();
      const rules = predicates.flatMap(({ query: { rules: of } }) => of);
      assert.deepEqual(
        rules.map(({ operator, value }) => [operator, value]),
        [
          ['greater_or_equal', '2026-09-24 05:06:07.089000'],
          ['between', ['1.5', '7200']],
          // As text it is 9007199254740993, of which this engine's own parser takes the nearest double.
          ['not_equal', 9007199254740992],
          ['greater', 1e300],
          ['less_or_equal', -1e-7],
          ['equal', '"é\\ 😀\n\b'],
          ['equal', 1],
          ['is_not_null', null],
          ['is_empty', null],
          ['begins_with', 'Li'],
          ['ends_with', 'ux'],
        ],
      );
    },
  },
  {
    name: 'a condition may be built up one by one, however many there are',
    async run({ assert, open, builders, project, questions }) {
      const { Metric, Tag } = builders;
      const tags = Array.from({ length: 200 }, (_, i) => Tag(`t${i}`).not());
      const query = tags.reduce((all, tag) => all.and(tag)).or(Metric('loss').lt(1));
      await open().query('ws', project, query);
      const [{ predicates }, other] = await questions();
      assert.equal(predicates[0].query.rules.length, 200);
      assert.equal(other.predicates[0].source, 'metrics');
      assert.equal(
        String(Tag('a').and(Tag('b')).or().and(Tag('c'))),
        String(Tag('a').and(Tag('b'), Tag('c'))),
      );
    },
  },
  {
    name: 'a text that is nested too deep is refused, whatever it nests',
    async run({ assert, open, failure, project }) {
      const api = open();
      for (const opening of ['(', '~', '-(', 'Metric("a").contains(', 'datetime(']) {
        const text = `Metric("a") < ${opening.repeat(900)}`;
        const refused = await failure(api.query('ws', project, text));
        assert.equal(refused.code, 'invalid_argument');
        assert.match(refused.message, /nested too deep/);
      }
      const deep = `${'('.repeat(50)}Metric("loss") < 1${')'.repeat(50)}`;
      assert.equal((await api.query('ws', project, deep)).length, 2);
    },
  },
  {
    name: 'the text of a query is read like the builders, and its mistakes are pointed at',
    async run({ assert, open, failure, builders, project, questions }) {
      const api = open();
      await api.query('ws', project, '(Metric("loss") < 0.1) & ~Tag("best")');
      await api.query({
        workspace: 'ws',
        project_name: project,
        query: builders.Metric('loss').lt(0.1).and(builders.Tag('best').not()),
      });
      const bodies = await questions();
      assert.deepEqual(bodies[0], bodies[1]);
      const wrong = await failure(api.query('ws', project, 'Metric("loss") < 0.1 & Tag("best")'));
      assert.equal(wrong.code, 'invalid_argument');
      assert.match(wrong.message, /column 18: a value alone is no condition/);
      const bare = await failure(api.query('ws', project, builders.Metric('loss')));
      assert.match(bare.message, /Metric\("loss"\) must use an operator/);
      const typed = await failure(api.query('ws', project, builders.Metric('loss').contains('x')));
      assert.match(typed.message, /Metric\("loss"\) is of type double/);
    },
  },
  {
    name: 'a column that is not there matches nothing, and the report names the nearest',
    async run({ assert, open, builders, project, questions }) {
      const api = open();
      const found = await api.query('ws', project, builders.Metric('los').lt(1));
      assert.deepEqual(found, []);
      assert.deepEqual(await questions(), []);
      assert.match(
        await api.getPanelReport(),
        /no column Metric\("los"\); the nearest is Metric\("loss"\)/,
      );
    },
  },
  {
    name: "a project's columns are variables of queries",
    async run({ assert, open, project }) {
      const api = open();
      const variables = await api.getQueryVariables('ws', project);
      assert.deepEqual(
        variables.map((variable) => [String(variable), variable.type]),
        [
          ['Metric("loss")', 'double'],
          ['Parameter("opt")', 'string'],
          ['Parameter("flag")', 'boolean'],
          ['Other("Name")', 'string'],
          ['Metadata("duration")', 'timenumber'],
          ['Metadata("start_server_timestamp")', 'datetime'],
          ['Environment("os")', 'string'],
          ['Tag("best")', undefined],
        ],
      );
    },
  },
  {
    name: "predicates in Comet's own JSON are sent as they are",
    async run({ assert, open, failure, project, questions }) {
      const api = open();
      const rule = { id: 'loss', field: 'loss', type: 'double', operator: 'less', value: 1.5 };
      const predicates = [
        { source: 'metrics', query: { condition: 'AND', rules: [rule], valid: true } },
      ];
      const found = await api.queryProject('ws', project, predicates);
      assert.deepEqual(
        found.map(({ key }) => key),
        ['k2', 'k1'],
      );
      const [body] = await questions();
      assert.deepEqual(body, {
        workspaceName: 'ws',
        projectName: project,
        predicates,
        archived: false,
      });
      const wrong = await failure(api.queryProject('ws', project, { rules: [] }));
      assert.equal(wrong.code, 'invalid_argument');
    },
  },
  {
    name: 'predicates that are no JSON, or too deep for it, are wrong arguments',
    async run({ assert, open, failure, project, questions }) {
      const api = open();
      const circle = [];
      circle.push(circle);
      let deep = [];
      for (let level = 0; level < 1000; level++) deep = [deep];
      for (const predicates of [circle, [{ value: 1n }], deep]) {
        const refused = await failure(api.queryProject('ws', project, predicates));
        assert.equal(refused.code, 'invalid_argument');
        assert.match(refused.message, /the arguments/);
      }
      assert.deepEqual(await questions(), []);
    },
  },
  {
    name: 'builders refuse what no query can say',
    run({ assert, builders }) {
      const { Metric, Tag } = builders;
      const refused = [
        [() => Metric(''), /Metric needs a name/],
        [() => Metric('a').lt(NaN), /NaN is no finite number/],
        [() => Metric('a').eq(new Date(NaN)), /no time/],
        [() => Metric('a').eq(undefined), /compared with a text, number/],
        [() => Metric('a').eq([1]), /compared with a text, number/],
        [() => Metric('a').contains(3), /contains takes a text/],
        [() => Metric('a').between('1', '2'), /between takes two numbers/],
        [() => Tag('a').and(Metric('b')), /combine conditions/],
      ];
      for (const [make, message] of refused) {
        const error = thrownBy(make);
        assert.equal(error.code, 'invalid_argument');
        assert.match(error.message, message);
      }
    },
  },
];
