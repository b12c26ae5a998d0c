// React 19 needs no wrapper: the tag is enough.
import 'hailuo-generator/jsx';

export function Film() {
  return (
    <hailuo-generator
      name="film"
      required
      disabled
      fixed='{"preset": "768p"}'
      defaults={{numberResults: 2}}
      style={{blockSize: '40em'}}
      onhailuo-result={({generation}) => console.log(generation.results.length)}
    >
      <p slot="empty">Nothing yet</p>
    </hailuo-generator>
  );
}
