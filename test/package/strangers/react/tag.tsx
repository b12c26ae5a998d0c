// React 19 needs no wrapper: the tag is enough.
import 'hailuo-generator/jsx';

export function Film() {
  return (
    <hailuo-generator
      name="film"
      required
      style={{blockSize: '40em'}}
      onhailuo-result={({generation}) => console.log(generation.results.length)}
    >
      <p slot="empty">Nothing yet</p>
    </hailuo-generator>
  );
}
