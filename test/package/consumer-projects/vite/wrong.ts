import type {HailuoGenerator} from 'hailuo-generator/element';

export function wrong(generator: HailuoGenerator): void {
  generator.required = 'yes';
  generator.addEventListener('hailuo-result', ({generation}) => generation.clips);
}
