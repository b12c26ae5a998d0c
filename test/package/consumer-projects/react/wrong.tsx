import 'hailuo-generator/jsx';
import {HailuoGenerator} from 'hailuo-generator/react';

export const wrong = [
  <HailuoGenerator key="1" required="yes" />,
  <HailuoGenerator key="2" onHailuoResult={({generation}) => generation.clips} />,
  <hailuo-generator key="3" endpont="https://worker.example" />,
  <hailuo-generator key="4" onhailuo-failure={({reason}) => reason} />,
];
