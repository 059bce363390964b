/** Characters that begin Chinese family names, and those of Japanese and Korean ones, as far as they are written in Chinese characters. */
export const hanFamilyNames: ReadonlySet<string> = new Set(
  '王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮曹彭曾肖蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫雷龙龍史陶贺賀顾顧毛郝龚龔邵万萬钱錢严嚴武戴莫孔汤湯佐鈴高伊渡山中小加吉斎松井木清阿森池橋前藤岡長遠青坂'.split(''),
);
