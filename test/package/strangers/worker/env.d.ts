interface Env {
  GENERATIONS: DurableObjectNamespace<import('./index').Generation>;
  LEDGER: DurableObjectNamespace<import('./index').Ledger>;
}
