import config from './web-test-runner.config.ts';
export default {...config, browsers: [config.browsers[0]], concurrency: 2};
